namespace Eudiplo.Cluster.Tests.Calls;

/// <summary>A clock on which every wait is over at once, and takes the time that it was meant to take.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long it has been waited in all.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Volatile.Read(ref _now));

    /// <summary>Lets time go by.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pass(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
