using System.Numerics;

namespace Eudiplo.Load.Measurements;

/// <summary>
/// Counts latencies in buckets of at most 1/64 relative width: fixed memory, no allocation, safe for any number of threads.
/// Up to 127 µs every microsecond has a bucket of its own; values over about 70 minutes count as that.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int SubCount = 1 << SubBits;
    private const int Half = SubCount / 2;
    private const long Largest = (1L << 32) - 1;
    private readonly long[] _counts = new long[BucketOf(Largest) + 1];
    private long _max;
    private long _sum;

    /// <summary>Counts one latency; negative ones count as zero.</summary>
    public void Record(TimeSpan latency)
    {
        var value = Math.Clamp((long)latency.TotalMicroseconds, 0, Largest);
        Interlocked.Increment(ref _counts[BucketOf(value)]);
        Interlocked.Add(ref _sum, value);
        for (var max = Volatile.Read(ref _max); value > max;)
        {
            var seen = Interlocked.CompareExchange(ref _max, value, max);
            if (seen == max)
            {
                break;
            }

            max = seen;
        }
    }

    /// <summary>The counts as they are now.</summary>
    public LatencySnapshot Snapshot() => new((long[])_counts.Clone(), Volatile.Read(ref _sum), Volatile.Read(ref _max));

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(_counts);
        _sum = 0;
        _max = 0;
    }

    /// <summary>The bucket of a value in microseconds.</summary>
    internal static int BucketOf(long value)
    {
        if (value < SubCount)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - SubBits + 1;
        return (shift * Half) + (int)(value >> shift);
    }

    /// <summary>The largest value in microseconds that falls into a bucket.</summary>
    internal static long UpperBound(int bucket)
    {
        if (bucket < SubCount)
        {
            return bucket;
        }

        var shift = (bucket / Half) - 1;
        var sub = bucket - (shift * Half);
        return ((sub + 1L) << shift) - 1;
    }
}
