using System.Runtime.CompilerServices;
using Eudiplo.Grains.Local.Activations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Eudiplo.Grains.Local.Storage;

/// <summary>What all instances of one stored state share: its name and its storage.</summary>
internal abstract class PersistentStateSource
{
    private IGrainStorage? _storage;
    private string? _storageName;

    internal string Name { get; private set; } = "";

    internal void Initialize(string name, string? storageName)
    {
        Name = name;
        _storageName = storageName;
    }

    /// <summary>Makes the state of one activation.</summary>
    internal abstract object Make(Activation activation);

    /// <summary>Finds the storage: a keyed service, or the default one.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    protected IGrainStorage StorageFor(Activation activation) =>
        _storage ??= (string.IsNullOrWhiteSpace(_storageName)
                ? activation.Class.Runtime.Services.GetService<IGrainStorage>()
                : activation.Class.Runtime.Services.GetKeyedService<IGrainStorage>(_storageName))
            ?? throw new InvalidOperationException(
                $"Grains of type {activation.Class.GrainType} store '{Name}' with a provider that is not registered: "
                + $"an {nameof(IGrainStorage)} with {(_storageName is null ? "no service key" : $"the service key '{_storageName}'")}.");
}

/// <inheritdoc/>
/// <typeparam name="TState">The state's type.</typeparam>
internal sealed class PersistentStateSource<TState> : PersistentStateSource
{
    private static readonly bool HasConstructor = typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null;

    internal override object Make(Activation activation) => new PersistentState<TState>(this, activation, StorageFor(activation), Blank());

    /// <summary>As in Orleans: a type without a parameterless constructor begins with every field at its default.</summary>
    private static TState Blank() =>
        HasConstructor ? Activator.CreateInstance<TState>() : (TState)RuntimeHelpers.GetUninitializedObject(typeof(TState));
}
