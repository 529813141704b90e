namespace Eudiplo.Grains.Local.Activations;

/// <summary>Something that an activation runs while nothing else of it runs.</summary>
internal abstract class Turn(Activation owner)
{
    internal Turn? Next;

    /// <summary>The caller's ambient values, so that a trace goes through a grain call; null where there is no caller.</summary>
    internal ExecutionContext? Flow;

    protected internal Activation Owner { get; } = owner;

    /// <summary>Whether it must not run any more: nobody waits for it.</summary>
    internal virtual bool IsObsolete => false;

    /// <summary>Runs the turn up to its first wait. The end is told to <see cref="Owner"/> then or later, on a thread of its own.</summary>
    internal abstract void Begin();
}

/// <summary>A piece of a turn that goes on after a wait.</summary>
internal sealed class Continuation(Activation owner, SendOrPostCallback callback, object? state) : Turn(owner)
{
    internal override void Begin() => callback(state);
}

/// <summary>The turn that makes an activation's instance, or the one that ends it.</summary>
internal sealed class Transition(Activation owner, Func<Activation, Task> step) : Turn(owner)
{
    internal override void Begin() => _ = step(Owner);
}

/// <summary>Turns in arrival order. Costs two references when empty, which a million idle activations are.</summary>
internal struct TurnQueue
{
    private Turn? _last;

    internal Turn? First { get; private set; }

    internal readonly bool IsEmpty => First is null;

    internal void Add(Turn turn)
    {
        turn.Next = null;
        if (_last is null)
        {
            First = turn;
        }
        else
        {
            _last.Next = turn;
        }

        _last = turn;
    }

    internal Turn? Take()
    {
        var turn = First;
        if (turn is not null)
        {
            First = turn.Next;
            _last = First is null ? null : _last;
            turn.Next = null;
        }

        return turn;
    }
}
