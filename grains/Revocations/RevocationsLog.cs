using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Revocations;

/// <summary>The log lines of revocations. None carries a secret or personal data.</summary>
internal static partial class RevocationsLog
{
    [LoggerMessage(1401, LogLevel.Information, "The webhook of tenant {Tenant} was asked about a revocation by {Kind}: {Reply}; bypassed: {Bypassed}.")]
    public static partial void VetoAsked(this ILogger logger, string tenant, string kind, string reply, bool bypassed);
}
