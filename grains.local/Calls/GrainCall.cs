using Eudiplo.Grains.Local.Activations;

namespace Eudiplo.Grains.Local.Calls;

/// <summary>A call that waits for its turn or whose turn waits for something. Guarded by the activation's lock until answered.</summary>
internal abstract class GrainCall(Activation owner) : Turn(owner), IThreadPoolWorkItem
{
    private Task? _outcome;
    private Exception? _refusal;

    /// <summary>When the caller is told that it waited too long.</summary>
    internal long Deadline { get; set; }

    /// <summary>Whether it has begun, or must not begin any more.</summary>
    internal bool HasBegun { get; private protected set; }

    /// <summary>Whether it was refused; its grain may still be at work on it.</summary>
    internal bool IsRefused => _refusal is not null;

    /// <summary>What the caller awaits.</summary>
    internal abstract Task Answer { get; }

    internal override bool IsObsolete => HasBegun;

    private protected abstract GrainMethod Method { get; }

    void IThreadPoolWorkItem.Execute() => SetAnswer();

    /// <summary>Ends the turn when <paramref name="task"/> ends.</summary>
    internal void Watch(Task task)
    {
        HasBegun = true;
        _outcome = task;

        // Captures the activation as context: the end comes as a continuation, on the thread that executes it, even if the
        // task has ended by now.
        task.GetAwaiter().UnsafeOnCompleted(End);
    }

    /// <summary>Answers with an exception, unless that has been done. Under the activation's lock.</summary>
    internal void Refuse(Exception exception)
    {
        if (_refusal is null)
        {
            _refusal = exception;
            HasBegun = true;
            AnswerInPool();
        }
    }

    /// <summary>Answers with a timeout. As in Orleans, a turn that has begun goes on, and one that has not never will.</summary>
    internal void RefuseAsLate()
    {
        var (grainClass, method) = (Owner.Class, Method.Name);
        var limit = grainClass.Runtime.ResponseTimeout;
        ActivationLog.CallTimedOut(grainClass.Runtime.Log, method, grainClass.GrainType, limit);
        grainClass.Runtime.Metrics.CallTimedOut(grainClass.GrainType);
        Refuse(new TimeoutException($"The call of {method} on a grain of type {grainClass.GrainType} was not answered within {limit}."));
    }

    /// <summary>Answers on another thread: the caller's code must not run in the midst of turns or under a lock.</summary>
    internal void AnswerInPool() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    /// <summary>Answers, and may run the caller's code that waits for it.</summary>
    internal void SetAnswer()
    {
        if (_refusal is { } refusal)
        {
            SetException(refusal);
        }
        else
        {
            SetOutcome(_outcome!);
        }
    }

    private protected abstract void SetException(Exception exception);

    private protected abstract void SetOutcome(Task outcome);

    /// <summary>Takes the task of a turn that has just begun.</summary>
    private protected void Begun(Task task)
    {
        if (task.IsCompleted)
        {
            HasBegun = true;
            _outcome = task;
            End();
        }
        else
        {
            Watch(task);
        }
    }

    private void End() => Owner.EndTurn(this, _outcome, countsAsUse: true);
}

/// <inheritdoc/>
/// <typeparam name="TResult">What the call answers with.</typeparam>
internal sealed class GrainCall<TResult>(Activation owner, GrainMethod<TResult> method, object?[] arguments) : GrainCall(owner)
{
    // Continuations may run inline: it is answered where that does no harm.
    private readonly TaskCompletionSource<TResult> _answer = new();

    internal override Task Answer => _answer.Task;

    private protected override GrainMethod Method => method;

    internal override void Begin() => Begun(method.Invoke(Owner.GrainInstance!, arguments));

    private protected override void SetException(Exception exception) => _answer.TrySetException(exception);

    private protected override void SetOutcome(Task outcome)
    {
        if (outcome is Task<TResult> typed)
        {
            _answer.TrySetFromTask(typed);
        }
        else if (outcome.IsCompletedSuccessfully)
        {
            _answer.TrySetResult(default!);
        }
        else if (outcome.IsFaulted)
        {
            _answer.TrySetException(outcome.Exception.InnerExceptions);
        }
        else
        {
            _answer.TrySetCanceled(new TaskCanceledException(outcome).CancellationToken);
        }
    }
}
