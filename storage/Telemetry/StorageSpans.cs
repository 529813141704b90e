using System.Diagnostics;

namespace Eudiplo.Storage.Telemetry;

/// <summary>What the spans <c>storage.read</c>, <c>storage.write</c> and <c>storage.clear</c> say. A grain's key is not among it.</summary>
internal static class StorageSpans
{
    /// <summary>Notes where, what, and how it ended; <paramref name="outcome"/> is that of the metrics.</summary>
    public static void Describe(Activity? span, string provider, string kind, string outcome)
    {
        if (span is not null)
        {
            span.SetTag("eudiplo.storage.provider", provider);
            span.SetTag("eudiplo.storage.kind", kind);
            span.SetTag("eudiplo.storage.outcome", outcome);
            span.SetStatus(outcome == "failed" ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        }
    }
}
