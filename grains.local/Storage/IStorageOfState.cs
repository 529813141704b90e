namespace Orleans.Core;

/// <summary>Reads and writes one grain's stored state of a known type.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state as last read or set.</summary>
    TState State { get; set; }
}
