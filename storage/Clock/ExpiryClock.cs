namespace Eudiplo.Storage.Clock;

/// <summary>
/// The clock that decides expiry. It never goes back: neither while the process runs, nor, once a row was told to have expired, after a
/// restart, since the time of that answer is kept in the database (the table <c>state_clock</c>).
/// </summary>
internal sealed class ExpiryClock(TimeProvider time)
{
    private long _latest = long.MinValue;
    private long _durable = long.MinValue;

    /// <summary>The present time, or the latest time that was ever seen if the system's clock has gone back since.</summary>
    public long Now()
    {
        var now = Instant.From(time.GetUtcNow());
        return Raise(ref _latest, now);
    }

    /// <summary>How far the system's clock is behind the latest time seen: zero unless it has gone back.</summary>
    public TimeSpan Behind()
    {
        var behind = Volatile.Read(ref _latest) - Instant.From(time.GetUtcNow());
        return behind > 0 ? TimeSpan.FromMicroseconds(behind) : TimeSpan.Zero;
    }

    /// <summary>Takes note of a time that is stored in the database.</summary>
    public void Stored(long instant)
    {
        Raise(ref _durable, instant);
        Raise(ref _latest, instant);
    }

    /// <summary>Whether the database is known to remember this time, so that a row which expired then may be told to have expired.</summary>
    public bool IsStored(long instant) => Volatile.Read(ref _durable) >= instant;

    private static long Raise(ref long target, long value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return value;
            }

            seen = before;
        }

        return seen;
    }
}
