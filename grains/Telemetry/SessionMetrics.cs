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

    /// <summary>Makes the instruments.</summary>
    public SessionMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _transitions = meter.CreateCounter<long>("eudiplo.sessions.transitions", "{session}", "Sessions that reached a state.");
        _steps = meter.CreateCounter<long>("eudiplo.steps", "{step}", "Answers to steps, by type and outcome.");
        _refusals = meter.CreateCounter<long>("eudiplo.sessions.refusals", "{request}", "Requests that were refused, by error.");
    }

    /// <summary>A session reached a state.</summary>
    public void Reached(string tenant, SessionStatus status) =>
        _transitions.Add(1, new KeyValuePair<string, object?>("tenant", tenant), new KeyValuePair<string, object?>("status", status.Name()));

    /// <summary>A step was answered.</summary>
    public void Answered(string tenant, string type, string outcome) => _steps.Add(
        1,
        new KeyValuePair<string, object?>("tenant", tenant),
        new KeyValuePair<string, object?>("type", type),
        new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A request was refused.</summary>
    public void Refused(string tenant, string error) =>
        _refusals.Add(1, new KeyValuePair<string, object?>("tenant", tenant), new KeyValuePair<string, object?>("error", error));
}
