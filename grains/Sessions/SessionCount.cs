namespace Eudiplo.Grains.Sessions;

/// <summary>About how many sessions one client has open: what the database counted last, and what this process did since. For all threads.</summary>
internal sealed class SessionCount
{
    private readonly Lock _lock = new();
    private long _base;
    private long _written;
    private long _pending;

    /// <summary>The newest count, under way or done; null before the first.</summary>
    public volatile Task? Counting;

    /// <summary>When the database counted last, a time stamp of the clock.</summary>
    public long CountedAt { get; private set; }

    /// <summary>How long that took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Whether it has counted at all.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The sessions that this process has written, less those that it saw end.</summary>
    public long Written
    {
        get
        {
            lock (_lock)
            {
                return _written;
            }
        }
    }

    /// <summary>The sessions that are open, or about to be.</summary>
    public long Estimate
    {
        get
        {
            lock (_lock)
            {
                return Sum();
            }
        }
    }

    /// <summary>Counts a session that is about to be written; false when that would be one too many.</summary>
    public bool TryBegin(long limit)
    {
        lock (_lock)
        {
            if (Sum() >= limit)
            {
                return false;
            }

            _pending++;
            return true;
        }
    }

    /// <summary>Says whether that session was written.</summary>
    public void Settle(bool isWritten)
    {
        lock (_lock)
        {
            _pending = Math.Max(0, _pending - 1);
            _written += isWritten ? 1 : 0;
        }
    }

    /// <summary>Takes off a session that has ended.</summary>
    public void End()
    {
        lock (_lock)
        {
            _written--;
        }
    }

    /// <summary>Takes what the database counted. What was written meanwhile may be in that or not: it is added, so that the limit comes early rather than late.</summary>
    /// <param name="counted">The count.</param>
    /// <param name="written"><see cref="Written"/> when counting began.</param>
    /// <param name="countedAt">When it was done.</param>
    /// <param name="took">How long it took.</param>
    public void Set(long counted, long written, long countedAt, TimeSpan took)
    {
        lock (_lock)
        {
            _base = counted - written;
            (CountedAt, Took, IsKnown) = (countedAt, took, true);
        }
    }

    private long Sum() => Math.Max(0, _base + _written) + _pending;
}
