using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Activations;

/// <summary>A grain's timer, which is itself the turn that its tick is. Its fields are guarded by the activation's lock.</summary>
internal abstract class ActivationTimer(Activation owner, GrainTimerCreationOptions options) : Turn(owner), IGrainTimer
{
    private long _period;
    private bool _isChanged;
    private CancellationTokenSource? _stopping;
    private Task? _tick;

    /// <summary>The activation's next timer.</summary>
    internal ActivationTimer? Other;

    /// <summary>When the next tick is due; the largest value for never.</summary>
    internal long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Whether a tick waits for its turn or runs.</summary>
    internal bool IsTicking { get; set; }

    internal bool IsDisposed { get; set; }

    internal bool Interleaves { get; } = options.Interleave;

    internal override bool IsObsolete => IsDisposed;

    private bool KeepsAlive { get; } = options.KeepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (Owner)
        {
            _isChanged = true;
            _period = period.Ticks;
            DueAt = After(dueTime.Ticks);
            ArmUnlessTicking();
        }
    }

    public void Dispose()
    {
        Owner.Remove(this);
        Stop();
    }

    /// <summary>Ends the timer that its activation has already forgotten.</summary>
    internal void Stop()
    {
        CancellationTokenSource? stopping;
        lock (Owner)
        {
            IsDisposed = true;
            stopping = _stopping;
        }

        stopping?.Cancel();
    }

    internal override void Begin()
    {
        CancellationToken token;
        lock (Owner)
        {
            if (IsDisposed)
            {
                return; // Only an interleaving one gets here; the others are dropped from the queue.
            }

            _isChanged = false;
            token = (_stopping ??= new()).Token;
        }

        try
        {
            _tick = Tick(token);
        }
        catch (Exception exception)
        {
            _tick = Task.FromException(exception);
        }

        if (_tick.IsCompleted)
        {
            End();
        }
        else
        {
            _tick.GetAwaiter().UnsafeOnCompleted(End);
        }
    }

    /// <summary>Calls the grain.</summary>
    protected abstract Task Tick(CancellationToken cancellationToken);

    private static void Check(TimeSpan time, string name)
    {
        // The range of System.Threading.Timer, which Orleans has too.
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, 0xfffffffe, name);
    }

    private void End()
    {
        var tick = _tick!;
        _tick = null;
        lock (Owner)
        {
            IsTicking = false;
            if (!_isChanged)
            {
                DueAt = After(_period);
            }

            ArmUnlessTicking();
        }

        if (tick.IsFaulted)
        {
            ActivationLog.TimerFailed(Owner.Class.Runtime.Log, tick.Exception.InnerException!, Owner.Class.GrainType);
        }

        if (!Interleaves)
        {
            Owner.EndTurn(this, tick, KeepsAlive);
        }
    }

    private long After(long ticks) => ticks < 0 ? long.MaxValue : Owner.Class.Runtime.Now + ticks;

    private void ArmUnlessTicking()
    {
        if (!IsTicking && !IsDisposed && DueAt != long.MaxValue)
        {
            Owner.Arm(DueAt);
        }
    }
}

/// <inheritdoc/>
internal sealed class ActivationTimer<TState>(
    Activation owner, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : ActivationTimer(owner, options)
{
    protected override Task Tick(CancellationToken cancellationToken) => callback(state, cancellationToken);
}
