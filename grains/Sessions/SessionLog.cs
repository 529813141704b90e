using Eudiplo.Grains.Steps;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Sessions;

/// <summary>The log lines of sessions. None carries a secret, a claim, or text that a client sent.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(1001, LogLevel.Debug, "Session {Session} of tenant {Tenant} began with {Steps} steps.")]
    public static partial void SessionBegan(this ILogger logger, string tenant, string session, int steps);

    [LoggerMessage(1002, LogLevel.Debug, "Session {Session} of tenant {Tenant} completed step {Step} ({Type}).")]
    public static partial void StepCompleted(this ILogger logger, string tenant, string session, int step, string type);

    [LoggerMessage(1003, LogLevel.Information, "Session {Session} of tenant {Tenant}: an answer to step {Step} was refused ({Reason}), try {Attempt} of {Limit}.")]
    public static partial void StepRefused(this ILogger logger, string tenant, string session, int step, StepFault reason, int attempt, int limit);

    [LoggerMessage(1004, LogLevel.Information, "Session {Session} of tenant {Tenant} failed: {Reason}.")]
    public static partial void SessionFailed(this ILogger logger, string tenant, string session, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Session {Session} of tenant {Tenant}: its code was presented again; the grant is revoked.")]
    public static partial void CodeReplayed(this ILogger logger, string tenant, string session);

    [LoggerMessage(1006, LogLevel.Debug, "A request to tenant {Tenant} was refused: {Error}.")]
    public static partial void RequestRefused(this ILogger logger, string tenant, string error);

    [LoggerMessage(1007, LogLevel.Warning, "Session {Session} of tenant {Tenant} has expired but could not be cleaned up; the sweeper will do it.")]
    public static partial void CleanupFailed(this ILogger logger, string tenant, string session, Exception exception);

    [LoggerMessage(1008, LogLevel.Information, "Session {Session} of tenant {Tenant}: its code is spent, which the grant says, but the session could not be marked; it ends in its time.")]
    public static partial void RedemptionNotNoted(this ILogger logger, string tenant, string session, Exception exception);

    [LoggerMessage(1010, LogLevel.Warning, "Tenant {Tenant}: a client has {Limit} open sessions and begins no more. Raise $.sessions.openPerClient or $.clients[].openSessions, or look for who begins so many.")]
    public static partial void TooManySessions(this ILogger logger, string tenant, long limit);

    [LoggerMessage(1011, LogLevel.Warning, "Tenant {Tenant}: the open sessions of a client could not be counted.")]
    public static partial void SessionsNotCounted(this ILogger logger, string tenant, Exception exception);

    [LoggerMessage(1009, LogLevel.Warning, "Session {Session} of tenant {Tenant}: an answer to step {Step} could not be checked ({Reason}); the step stays open.")]
    public static partial void StepPostponed(this ILogger logger, string tenant, string session, int step, StepFault reason);
}
