using Eudiplo.Grains.Local.Calls;
using Orleans;
using Orleans.Storage;

namespace Eudiplo.Grains.Local.Activations;

/// <content>Who runs when: the one place that decides what an activation does next.</content>
internal sealed partial class Activation
{
    /// <summary>After so many turns in a row a busy activation goes to the end of the thread pool's queue.</summary>
    private const int TurnsInARow = 64;

    private TurnQueue _turns;
    private TurnQueue _continuations;

    /// <summary>The turn that has begun and not ended: it runs or waits for something, and no other may begin.</summary>
    private Turn? _running;

    /// <summary>The call that the last step ended; it is answered once the turn is released.</summary>
    private GrainCall? _ended;

    /// <summary>Whether a thread runs this activation or is on its way to.</summary>
    private bool _executing;

    void IThreadPoolWorkItem.Execute() => Execute(null);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (this)
        {
            _continuations.Add(new Continuation(this, d, state));
            ScheduleIfWork();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("A grain's turn cannot be waited for without await.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Tells that a turn has ended. Runs on the thread that executes the activation.</summary>
    internal void EndTurn(Turn turn, Task? outcome, bool countsAsUse)
    {
        lock (this)
        {
            _ended = turn as GrainCall;
            Settle(outcome, countsAsUse);
        }
    }

    /// <summary>The cheap way: the grain is at rest, so the caller's own thread runs the call, without a call object if it does not wait.</summary>
    private Task CallAtRest(GrainMethod method, object?[] arguments)
    {
        var outer = SynchronizationContext.Current;
        SetSynchronizationContext(this);
        var task = method.Invoke(_grain!, arguments);
        if (task.IsCompleted)
        {
            lock (this)
            {
                Settle(task, countsAsUse: true);
                Release();
            }
        }
        else
        {
            // What follows the wait is posted here, and this thread still executes: it cannot run before the release.
            var call = method.NewCall(this, arguments);
            call.Watch(task);
            task = call.Answer;
            lock (this)
            {
                _running = call;
                call.Deadline = Class.Runtime.Now + Class.Runtime.ResponseTicks;
                Arm(call.Deadline);
                Release();
            }
        }

        SetSynchronizationContext(outer);
        return task;
    }

    /// <summary>Runs turns until none is left, or until <paramref name="mine"/>, the call of this very thread, has begun.</summary>
    private void Execute(GrainCall? mine)
    {
        var outer = SynchronizationContext.Current;
        SetSynchronizationContext(this);
        GrainCall? ended;
        for (var left = TurnsInARow; ; left--)
        {
            Turn? turn = null;
            ExecutionContext? flow = null;
            lock (this)
            {
                ended = _ended;
                _ended = null;
                if (left == 0 || mine is { HasBegun: true })
                {
                    Release();
                }
                else if ((turn = TakeNext(out flow)) is null)
                {
                    _executing = false;
                }
            }

            if (turn is null)
            {
                break;
            }

            ended?.AnswerInPool();
            Begin(turn, flow);
        }

        SetSynchronizationContext(outer);

        // The turn is released, so the caller's code may go on right here, however long it takes. A thread that came
        // with a call of its own does not lend itself to another caller.
        if (mine is null || ended == mine)
        {
            ended?.SetAnswer();
        }
        else
        {
            ended?.AnswerInPool();
        }
    }

    private void Begin(Turn turn, ExecutionContext? flow)
    {
        try
        {
            if (flow is null || flow == ExecutionContext.Capture())
            {
                turn.Begin();
            }
            else
            {
                ExecutionContext.Run(flow, static turn => ((Turn)turn!).Begin(), turn);
            }
        }
        catch (Exception exception)
        {
            // Only a continuation that nobody awaits (async void) gets here; it must not end the process.
            ActivationLog.ContinuationFailed(Class.Runtime.Log, exception, Class.GrainType);
        }
    }

    /// <summary>Takes what runs next, if anything may run. Under the lock.</summary>
    private Turn? TakeNext(out ExecutionContext? flow)
    {
        flow = null;
        if (_continuations.Take() is { } continuation)
        {
            return continuation;
        }

        if (_running is not null || _phase == Phase.Gone)
        {
            return null;
        }

        while (_turns.First is { IsObsolete: true })
        {
            _turns.Take();
        }

        if (_phase == Phase.New)
        {
            _phase = _turns.IsEmpty ? Phase.Gone : Phase.Activating;
            if (_phase == Phase.Gone)
            {
                // Inside the lock: who finds this activation gone finds the directory without it.
                Class.Remove(this);
            }

            _deactivated?.TrySetResult();
            _deactivated = null;
            if (_phase == Phase.Gone)
            {
                return null;
            }

            flow = _turns.First!.Flow;
            return _running = new Transition(this, static activation => activation.ActivateAsync());
        }

        if (_turns.IsEmpty)
        {
            EndIfIdle();
        }

        if (_ending is { } ending && (!ending.AfterNextTurn || _turns.IsEmpty))
        {
            _phase = Phase.Deactivating;
            return _running = new Transition(this, static activation => activation.DeactivateAsync());
        }

        _running = _turns.Take();
        flow = _running?.Flow;
        return _running;
    }

    /// <summary>Whether <see cref="TakeNext"/> would do something. Under the lock.</summary>
    private bool HasWork() =>
        !_continuations.IsEmpty
        || (_running is null && _phase != Phase.Gone
            && (_phase == Phase.New || !_turns.IsEmpty || _ending is not null || _idleOverdue || Class.Runtime.IsStopping));

    private void ScheduleIfWork()
    {
        if (!_executing && HasWork())
        {
            _executing = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    /// <summary>Gives up the execution, to the thread pool if there is work. Under the lock, by the thread that executes.</summary>
    private void Release()
    {
        _executing = false;
        ScheduleIfWork();
    }

    /// <summary>Keeps the books of a turn that has ended. Under the lock.</summary>
    private void Settle(Task? outcome, bool countsAsUse)
    {
        _running = null;
        if (countsAsUse)
        {
            _lastUsed = Class.Runtime.Now;
        }

        if (_ending is not null)
        {
            _ending.AfterNextTurn = false;
        }

        if (outcome is { IsFaulted: true }
            && outcome.Exception?.InnerException is InconsistentStateException { IsSourceActivation: true } lost)
        {
            // What this activation remembers is not what is stored. The exception goes on to the caller, which may be a
            // grain; it has not lost anything.
            lost.IsSourceActivation = false;
            _ending ??= new(new(DeactivationReasonCode.ApplicationError, lost, "The stored state was changed by another writer."));
        }
        else if (Class.Runtime.IsActivationPerCall)
        {
            _ending ??= new(new(DeactivationReasonCode.RuntimeRequested, "No activation outlives its call here."));
        }
    }
}
