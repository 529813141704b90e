using System.Diagnostics;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Telemetry;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Telemetry;

/// <summary>The spans of grains. Their tags: <c>eudiplo.tenant</c>, and <c>eudiplo.session</c>, the hash that the log lines have too.</summary>
internal static class GrainSpans
{
    /// <summary>Starts the span of a call to a session or to the grant that came of it; dispose it when the call has ended.</summary>
    /// <param name="name">What is done, such as <c>session.begin</c>.</param>
    /// <param name="key">The grain's key.</param>
    public static Activity? Start(string name, GrainKey key)
    {
        var span = Tracing.StartCall(name);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("eudiplo.tenant", key.TenantId);
            span.SetTag("eudiplo.session", SessionLogId.Of(key.Id));
        }

        return span;
    }
}
