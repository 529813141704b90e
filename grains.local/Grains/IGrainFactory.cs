namespace Orleans;

/// <summary>Makes references to grains. A reference is cheap, and making one activates nothing.</summary>
public interface IGrainFactory
{
    /// <summary>Returns a reference to the grain with this interface and key.</summary>
    /// <param name="primaryKey">The grain's key.</param>
    /// <param name="grainClassNamePrefix">Not used by the local runtime: an interface has one class here.</param>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}
