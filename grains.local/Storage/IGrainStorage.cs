using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A store of grain states. Every write names the version that it replaces.</summary>
public interface IGrainStorage
{
    /// <summary>Reads a state and its version into <paramref name="grainState"/>.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Writes a state if the stored version is still the one that <paramref name="grainState"/> carries.</summary>
    /// <exception cref="InconsistentStateException">The stored version is another one; nothing was written.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Deletes a state if the stored version is still the one that <paramref name="grainState"/> carries.</summary>
    /// <exception cref="InconsistentStateException">The stored version is another one; nothing was deleted.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
}
