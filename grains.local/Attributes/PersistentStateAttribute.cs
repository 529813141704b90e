namespace Orleans.Runtime;

/// <summary>Asks for a grain's stored state as a constructor argument of type <see cref="IPersistentState{TState}"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PersistentStateAttribute : Attribute
{
    /// <summary>Names the state and the storage provider that keeps it.</summary>
    /// <param name="stateName">The state's name: the <c>kind</c> of its row.</param>
    /// <param name="storageName">The provider's name: the service key of its <see cref="Orleans.Storage.IGrainStorage"/>; null for the default provider.</param>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>The state's name.</summary>
    public string StateName { get; }

    /// <summary>The storage provider's name, or null for the default one.</summary>
    public string? StorageName { get; }
}
