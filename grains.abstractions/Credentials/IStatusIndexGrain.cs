namespace Eudiplo.Grains.Abstractions.Credentials;

/// <summary>Gives out the indices of one status list, each once. The key is <c>{tenantId}/{name of the list}</c>, see <c>StatusIndices</c>.</summary>
/// <remarks>Any call may throw <c>InconsistentStateException</c>: nothing was given out then, and the call may be made again.</remarks>
[Alias("eudiplo.IStatusIndexGrain")]
public interface IStatusIndexGrain : IGrainWithStringKey
{
    /// <summary>Takes a block of indices out of the list; null when so many are not left.</summary>
    /// <param name="size">How many indices the list has.</param>
    /// <param name="count">How many are wanted.</param>
    [Alias("Take")]
    Task<IReadOnlyList<int>?> TakeAsync(int size, int count);
}
