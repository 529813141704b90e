using Eudiplo.Protocol.Dpop;

namespace Eudiplo.Gateway.Dpop;

/// <summary>The log lines of DPoP. They name the check that failed, never the proof.</summary>
internal static partial class DpopLog
{
    [LoggerMessage(2101, LogLevel.Information, "Tenant {TenantId}: a DPoP proof was refused: {Reason}.")]
    public static partial void ProofRefused(this ILogger logger, string tenantId, DpopError reason);

    [LoggerMessage(2102, LogLevel.Warning, "Tenant {TenantId}: a DPoP proof was used a second time.")]
    public static partial void ProofReplayed(this ILogger logger, string tenantId);

    [LoggerMessage(2103, LogLevel.Error, "No more DPoP proofs can be remembered: new ones are refused. Raise Eudiplo:Dpop:ReplayCapacity, or look for who sends so many.")]
    public static partial void ReplayWindowFull(this ILogger logger);
}
