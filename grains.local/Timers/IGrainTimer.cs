namespace Orleans.Runtime;

/// <summary>A timer of a grain. Disposing it stops further ticks.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the times anew. During a tick the change takes effect once the tick has ended.</summary>
    /// <param name="dueTime">Time to the next tick; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
    /// <param name="period">Time from the end of a tick to the next one; <see cref="Timeout.InfiniteTimeSpan"/> for one tick only.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is below -1 ms or above 4,294,967,294 ms.</exception>
    void Change(TimeSpan dueTime, TimeSpan period);
}
