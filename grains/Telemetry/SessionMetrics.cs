using System.Diagnostics.Metrics;
using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Grains.Telemetry;

/// <summary>Counts what becomes of sessions: meter <c>Eudiplo.Sessions</c>.</summary>
public sealed class SessionMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Eudiplo.Sessions";

    private readonly Counter<long> _transitions;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _failures;
    private readonly TenantTags _tenants = new();

    /// <summary>Makes the instruments.</summary>
    public SessionMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _transitions = meter.CreateCounter<long>("eudiplo.sessions.transitions", "{session}", "Sessions that reached a state.");
        _steps = meter.CreateCounter<long>("eudiplo.steps", "{step}", "Answers to steps, by type and outcome.");
        _refusals = meter.CreateCounter<long>("eudiplo.sessions.refusals", "{request}", "Requests that were refused, by error.");
        _failures = meter.CreateCounter<long>("eudiplo.verification.failures", "{answer}", "Answers to steps that failed a check, by the reason.");
    }

    /// <summary>A session of a tenant reached a state.</summary>
    public void Reached(string tenant, SessionStatus status) =>
        _transitions.Add(1, _tenants.Existing(tenant), new KeyValuePair<string, object?>("status", status.Name()));

    /// <summary>A step was answered.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="type">The step's type.</param>
    /// <param name="outcome"><c>completed</c>, <c>refused</c>, <c>postponed</c> or <c>given_up</c>.</param>
    /// <param name="reason">With <c>refused</c> and <c>postponed</c>: which check failed, or could not be made, a word from a fixed set.</param>
    public void Answered(string tenant, string type, string outcome, string? reason = null)
    {
        var (tenantTag, typeTag) = (_tenants.Existing(tenant), new KeyValuePair<string, object?>("type", type));
        _steps.Add(1, tenantTag, typeTag, new KeyValuePair<string, object?>("outcome", outcome));
        if (reason is not null)
        {
            _failures.Add(1, tenantTag, typeTag, new KeyValuePair<string, object?>("reason", reason.Split(' ', 2)[0]));
        }
    }

    /// <summary>A request was refused. Those to tenants without sessions here are counted under the tenant <c>-</c>.</summary>
    public void Refused(string tenant, string error) =>
        _refusals.Add(1, _tenants.Named(tenant), new KeyValuePair<string, object?>("error", error));
}
