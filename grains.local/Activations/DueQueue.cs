namespace Eudiplo.Grains.Local.Activations;

/// <summary>
/// The due times of all activations, in one heap with one clock timer: a million idle sessions cost 16 bytes each here
/// and no timer of the system. Times are ticks of 100 ns since the runtime began.
/// </summary>
internal sealed class DueQueue : IDisposable
{
    private const int Fanout = 4;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Func<long> _now;
    private readonly ITimer _timer;
    private (long Time, Activation Activation)[] _heap = new (long, Activation)[64];
    private int _count;
    private long _wakeUp = long.MaxValue;

    internal DueQueue(TimeProvider clock, Func<long> now)
    {
        _now = now;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = clock.CreateTimer(
                static queue => ((DueQueue)queue!).WakeUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Sets or moves the one entry of an activation.</summary>
    internal void Set(Activation activation, long time)
    {
        lock (_lock)
        {
            var index = activation.DueIndex;
            if (index < 0)
            {
                if (_count == _heap.Length)
                {
                    Array.Resize(ref _heap, _count * 2);
                }

                index = _count++;
            }

            Place(index, (time, activation));
            SleepUntilFirst();
        }
    }

    /// <summary>Forgets an activation.</summary>
    internal void Remove(Activation activation)
    {
        lock (_lock)
        {
            if (activation.DueIndex >= 0)
            {
                RemoveAt(activation.DueIndex);
            }
        }
    }

    private void WakeUp()
    {
        var now = _now();
        List<Activation> due = [];
        lock (_lock)
        {
            _wakeUp = long.MaxValue;
            while (_count > 0 && _heap[0].Time <= now)
            {
                due.Add(_heap[0].Activation);
                RemoveAt(0);
            }

            SleepUntilFirst();
        }

        foreach (var activation in due)
        {
            activation.Due(now);
        }
    }

    private void SleepUntilFirst()
    {
        if (_count == 0 || _heap[0].Time >= _wakeUp)
        {
            return; // Waking up too early costs nothing, so a first entry that went away moves no timer.
        }

        _wakeUp = _heap[0].Time;
        var wait = TimeSpan.FromTicks(Math.Max(0, _wakeUp - _now()));

        // Timers cut off fractions of a millisecond; cut off, the wake-up would come before the due time.
        wait = wait > LongestSleep ? LongestSleep : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void RemoveAt(int index)
    {
        _heap[index].Activation.DueIndex = -1;
        var last = _heap[--_count];
        _heap[_count] = default;
        if (index < _count)
        {
            Place(index, last);
        }
    }

    /// <summary>Puts an entry where it belongs, beginning at a place whose content may be overwritten.</summary>
    private void Place(int index, (long Time, Activation Activation) entry)
    {
        for (int parent; index > 0 && _heap[parent = (index - 1) / Fanout].Time > entry.Time; index = parent)
        {
            Put(index, _heap[parent]);
        }

        while (true)
        {
            var child = (index * Fanout) + 1;
            if (child >= _count)
            {
                break;
            }

            for (var other = child + 1; other < Math.Min(child + Fanout, _count); other++)
            {
                child = _heap[other].Time < _heap[child].Time ? other : child;
            }

            if (_heap[child].Time >= entry.Time)
            {
                break;
            }

            Put(index, _heap[child]);
            index = child;
        }

        Put(index, entry);
    }

    private void Put(int index, (long Time, Activation Activation) entry)
    {
        _heap[index] = entry;
        entry.Activation.DueIndex = index;
    }
}
