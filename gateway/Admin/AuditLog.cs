namespace Eudiplo.Gateway.Admin;

/// <summary>The audit log: a line for every change that an operator makes. None carries a secret or personal data.</summary>
internal static partial class AuditLog
{
    [LoggerMessage(2201, LogLevel.Information, "Audit: {Operator} {Action} in tenant {Tenant}: {Outcome}.")]
    public static partial void Audited(this ILogger logger, string @operator, string action, string tenant, string outcome);
}
