using System.Collections.Concurrent;

namespace Eudiplo.Unit.Tests.Webhooks;

/// <summary>A clock whose short timers, the pauses between tries, go off at once and are remembered; its long ones, limits, never do.</summary>
internal sealed class PauseClock : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(5))
        {
            Pauses.Enqueue(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
