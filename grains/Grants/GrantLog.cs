using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Grants;

/// <summary>The log lines of grants. None carries a secret or personal data.</summary>
internal static partial class GrantLog
{
    [LoggerMessage(1101, LogLevel.Information, "Grant {Grant} of tenant {Tenant} is revoked ({Reason}); {Live} access tokens were live.")]
    public static partial void GrantRevoked(this ILogger logger, string tenant, string grant, string reason, int live);
}
