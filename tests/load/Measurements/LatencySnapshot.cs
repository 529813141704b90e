namespace Eudiplo.Load.Measurements;

/// <summary>The state of a <see cref="LatencyHistogram"/> at one moment.</summary>
public sealed class LatencySnapshot
{
    private readonly long[] _counts;
    private readonly long _sum;
    private readonly long _max;

    internal LatencySnapshot(long[] counts, long sum, long max)
    {
        _counts = counts;
        _sum = sum;
        _max = max;
        Count = counts.Sum();
    }

    /// <summary>How many latencies were counted.</summary>
    public long Count { get; }

    /// <summary>The arithmetic mean.</summary>
    public TimeSpan Mean => TimeSpan.FromMicroseconds(Count == 0 ? 0 : (double)_sum / Count);

    /// <summary>The largest latency, exactly.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds((double)_max);

    /// <summary>
    /// The smallest bound that at least this share of the latencies does not pass (nearest rank), to within 1/64 of its value and
    /// never above the largest latency. Zero when nothing was counted.
    /// </summary>
    /// <param name="percent">0 to 100.</param>
    public TimeSpan Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        if (Count == 0)
        {
            return TimeSpan.Zero;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(percent / 100 * Count));
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                return TimeSpan.FromMicroseconds((double)Math.Min(LatencyHistogram.UpperBound(bucket), _max));
            }
        }

        return Max;
    }

    /// <summary>What was counted after an earlier snapshot of the same histogram. <see cref="Max"/> stays that of the whole.</summary>
    public LatencySnapshot Since(LatencySnapshot earlier)
    {
        var counts = new long[_counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = _counts[i] - earlier._counts[i];
        }

        return new LatencySnapshot(counts, _sum - earlier._sum, _max);
    }
}
