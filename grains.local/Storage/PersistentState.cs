using Eudiplo.Grains.Local.Activations;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Grains.Local.Storage;

/// <summary>A grain's stored state. It is itself what goes to the storage, which saves an object per idle grain.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
internal sealed class PersistentState<TState>(PersistentStateSource source, Activation activation, IGrainStorage storage, TState state)
    : IPersistentState<TState>, IGrainState<TState>, ILocalPersistentState
{
    private TState _state = state;

    public TState State
    {
        get => InTurn()._state;
        set => InTurn()._state = value;
    }

    public string? Etag { get; private set; }

    public bool RecordExists { get; private set; }

    TState IGrainState<TState>.State
    {
        get => _state;
        set => _state = value;
    }

    string? IGrainState<TState>.ETag
    {
        get => Etag;
        set => Etag = value;
    }

    bool IGrainState<TState>.RecordExists
    {
        get => RecordExists;
        set => RecordExists = value;
    }

    public Task ReadStateAsync() => Run(static (storage, name, id, state) => storage.ReadStateAsync(name, id, state), "read");

    public Task WriteStateAsync() => Run(static (storage, name, id, state) => storage.WriteStateAsync(name, id, state), "written");

    public Task ClearStateAsync() => Run(static (storage, name, id, state) => storage.ClearStateAsync(name, id, state), "cleared");

    /// <summary>As in Orleans: an exception that is not Orleans' own comes wrapped in one that is.</summary>
    private async Task Run(Func<IGrainStorage, string, GrainId, IGrainState<TState>, Task> operation, string participle)
    {
        InTurn();
        try
        {
            await operation(storage, source.Name, activation.GrainId, this).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OrleansException)
        {
            throw new OrleansException(
                $"The state '{source.Name}' of a grain of type {activation.Class.GrainType} could not be {participle}.", exception);
        }
    }

    /// <summary>As in Orleans: state is touched in a grain's turn only, never from a thread that left it.</summary>
    private PersistentState<TState> InTurn() => Activation.Current is not null
        ? this
        : throw new InvalidOperationException("A grain's state was used outside of the grain's turn, as after ConfigureAwait(false).");
}
