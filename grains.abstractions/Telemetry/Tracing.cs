using System.Diagnostics;

namespace Eudiplo.Grains.Abstractions.Telemetry;

/// <summary>The source of Eudiplo's spans, <c>Eudiplo</c>: a request at the gateway, a grain's call within it, storage within that.</summary>
/// <remarks>No span carries a session's id, which opens the backend's calls: only its hash. <c>docs/telemetry.md</c> lists them.</remarks>
public static class Tracing
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Eudiplo";

    private static readonly AsyncLocal<ActivityContext> Remote = new();

    /// <summary>The source.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>
    /// The caller's span in another process, for a call that came from there; default where there is none. A runtime whose calls cross
    /// processes sets it before the grain's method runs.
    /// </summary>
    public static ActivityContext RemoteCaller
    {
        get => Remote.Value;
        set => Remote.Value = value;
    }

    /// <summary>Starts the span of a grain's call, below its caller's; null when nobody listens.</summary>
    /// <param name="name">What is done, such as <c>session.begin</c>.</param>
    public static Activity? StartCall(string name) =>
        Source.StartActivity(name, ActivityKind.Internal, Activity.Current is null ? RemoteCaller : default);

    /// <summary>
    /// Starts the span of a piece of work for a request; null when nobody listens, or when it is done for no request: timers and the
    /// sweeper have metrics.
    /// </summary>
    /// <param name="name">What is done, such as <c>storage.write</c>.</param>
    public static Activity? StartPart(string name) => Activity.Current is null ? null : Source.StartActivity(name, ActivityKind.Internal);
}
