using Orleans;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.GrainsLocal;

/// <summary>A grain that runs in its turn what a test hands it.</summary>
public interface IScriptGrain : IGrainWithStringKey
{
    /// <summary>Runs a script in a turn.</summary>
    Task<object?> Run(Func<ScriptGrain, Task<object?>> script);

    /// <summary>Returns the instance's number, which tells one activation from another.</summary>
    ValueTask<int> Instance();

    /// <summary>Adds one to the stored number and returns it.</summary>
    Task<int> Increment();

    /// <summary>Does nothing.</summary>
    Task Nothing();

    /// <summary>Adds one to the number of calls in memory.</summary>
    ValueTask Count();
}

/// <summary>What a script grain stores.</summary>
public sealed record ScriptState
{
    /// <summary>A number.</summary>
    public int Number { get; init; }
}

/// <summary>What happens around the turns of script grains, per test.</summary>
public sealed class ScriptHooks
{
    private int _instances;

    /// <summary>Runs in the constructor.</summary>
    public Action<ScriptGrain>? Constructing { get; set; }

    /// <summary>Runs in OnActivateAsync.</summary>
    public Func<ScriptGrain, Task>? Activating { get; set; }

    /// <summary>Runs in OnDeactivateAsync.</summary>
    public Func<ScriptGrain, DeactivationReason, CancellationToken, Task>? Deactivating { get; set; }

    /// <summary>How many instances were made.</summary>
    public int Instances => Volatile.Read(ref _instances);

    /// <summary>Numbers an instance, from 1.</summary>
    public int Next() => Interlocked.Increment(ref _instances);
}

/// <inheritdoc cref="IScriptGrain"/>
public sealed class ScriptGrain : Grain, IScriptGrain
{
    private readonly ScriptHooks _hooks;

    /// <summary>Makes the grain, as the runtime does.</summary>
    public ScriptGrain([PersistentState("script", "eudiplo")] IPersistentState<ScriptState> state, ScriptHooks hooks)
    {
        Stored = state;
        _hooks = hooks;
        Number = hooks.Next();
        hooks.Constructing?.Invoke(this);
    }

    /// <summary>The instance's number.</summary>
    public int Number { get; }

    /// <summary>Calls counted in memory.</summary>
    public int Counted { get; set; }

    /// <summary>What is stored.</summary>
    public IPersistentState<ScriptState> Stored { get; }

    /// <summary>References to other grains.</summary>
    public IGrainFactory Grains => GrainFactory;

    /// <summary>The activation's services.</summary>
    public IServiceProvider Services => ServiceProvider;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => _hooks.Activating?.Invoke(this) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _hooks.Deactivating?.Invoke(this, reason, cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Task<object?> Run(Func<ScriptGrain, Task<object?>> script) => script(this);

    /// <inheritdoc/>
    public ValueTask<int> Instance() => new(Number);

    /// <inheritdoc/>
    public async Task<int> Increment()
    {
        Stored.State = Stored.State with { Number = Stored.State.Number + 1 };
        await Stored.WriteStateAsync();
        return Stored.State.Number;
    }

    /// <inheritdoc/>
    public Task Nothing() => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask Count()
    {
        Counted++;
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the activation after this turn.</summary>
    public void EndSoon() => DeactivateOnIdle();
}
