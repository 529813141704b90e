using Eudiplo.Load.Measurements;

namespace Eudiplo.Load.Reports;

/// <summary>A line of the result: the latencies of one kind of request, or of whole flows. Milliseconds.</summary>
public sealed record RequestRow(
    string Kind, long Count, double PerSecond, double Mean, double P50, double P90, double P99, double P999, double Max)
{
    /// <summary>Makes the line.</summary>
    public static RequestRow Of(string kind, LatencySnapshot latencies, TimeSpan elapsed) => new(
        kind,
        latencies.Count,
        latencies.Count / elapsed.TotalSeconds,
        latencies.Mean.TotalMilliseconds,
        latencies.Percentile(50).TotalMilliseconds,
        latencies.Percentile(90).TotalMilliseconds,
        latencies.Percentile(99).TotalMilliseconds,
        latencies.Percentile(99.9).TotalMilliseconds,
        latencies.Max.TotalMilliseconds);
}
