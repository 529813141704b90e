using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Grants;

/// <summary>The log lines of grants. None carries a secret or personal data.</summary>
internal static partial class GrantLog
{
    [LoggerMessage(1101, LogLevel.Information, "Grant {Grant} of tenant {Tenant} is revoked ({Reason}); {Live} access tokens were live.")]
    public static partial void GrantRevoked(this ILogger logger, string tenant, string grant, string reason, int live);

    [LoggerMessage(1102, LogLevel.Warning, "Grant {Grant} of tenant {Tenant}: a refresh token that was exchanged before was presented again; the grant is revoked.")]
    public static partial void RefreshTokenReused(this ILogger logger, string tenant, string grant);

    [LoggerMessage(1103, LogLevel.Debug, "A request for a grant of tenant {Tenant} was refused: {Error} ({Reason}).")]
    public static partial void GrantRequestRefused(this ILogger logger, string tenant, string error, string reason);

    [LoggerMessage(1104, LogLevel.Information, "Grant {Grant} of tenant {Tenant}: its client revoked an access token.")]
    public static partial void AccessTokenRevoked(this ILogger logger, string tenant, string grant);

    [LoggerMessage(1105, LogLevel.Debug, "Grant {Grant} of tenant {Tenant}: {Count} credentials of {Configuration} were issued.")]
    public static partial void CredentialIssued(this ILogger logger, string tenant, string grant, string configuration, int count);

    [LoggerMessage(1106, LogLevel.Information, "Grant {Grant} of tenant {Tenant}: the wallet says {Event} of its credentials of {Configuration}.")]
    public static partial void CredentialNotified(this ILogger logger, string tenant, string grant, string configuration, string @event);

    [LoggerMessage(1107, LogLevel.Error, "The status list of credential configuration {Configuration} of tenant {Tenant} has no indices left: name another one.")]
    public static partial void StatusListFull(this ILogger logger, string tenant, string configuration);

    [LoggerMessage(1108, LogLevel.Warning, "Grant {Grant} of tenant {Tenant}: no credential of {Configuration} was issued: {Reason}.")]
    public static partial void CredentialNotIssued(this ILogger logger, string tenant, string grant, string configuration, string reason);

    [LoggerMessage(1109, LogLevel.Information, "Grant {Grant} of tenant {Tenant}: credentials of {Configuration} have the indices {Indices} of the status list {List}.")]
    public static partial void StatusIndicesTaken(this ILogger logger, string tenant, string grant, string configuration, string indices, string list);
}
