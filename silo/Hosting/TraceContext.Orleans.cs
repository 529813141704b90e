using System.Diagnostics;
using Eudiplo.Grains.Abstractions.Telemetry;
using Orleans.Runtime;

namespace Eudiplo.Silo.Hosting;

/// <summary>
/// Takes the caller's span along with a call to a grain. Orleans can do that too, but puts the grain's key into the spans, and a session's
/// key opens calls.
/// </summary>
internal sealed class TraceContext : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string Key = "eudiplo.traceparent";

    /// <summary>Notes the caller's span beside the call.</summary>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Activity.Current is { Id: { } id, Source.Name: Tracing.SourceName })
        {
            RequestContext.Set(Key, id);
        }
        else
        {
            RequestContext.Remove(Key);
        }

        return context.Invoke();
    }

    /// <summary>Tells the grain's code which span has called it.</summary>
    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(Key) is string id && ActivityContext.TryParse(id, null, isRemote: true, out var caller)
            ? InvokeAsync(context, caller)
            : context.Invoke();

    // A method of its own that is async: what it sets for its own flow ends with it.
    private static async Task InvokeAsync(IIncomingGrainCallContext context, ActivityContext caller)
    {
        Tracing.RemoteCaller = caller;
        await context.Invoke();
    }
}
