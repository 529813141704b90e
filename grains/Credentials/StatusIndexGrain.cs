using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Tenants;
using Orleans.Runtime;

namespace Eudiplo.Grains.Credentials;

/// <summary>
/// Gives out the indices of one status list. They run through the list with a secret stride, so that each comes once and their order does
/// not tell who was issued a credential after whom.
/// </summary>
[GrainType("statusindex")]
public sealed class StatusIndexGrain(
    [PersistentState(StorageNames.StatusIndex, StorageNames.Provider)] IPersistentState<StatusIndexState> stored,
    ITenantPresence tenants,
    TimeProvider clock) : Grain, IStatusIndexGrain
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>?> TakeAsync(int size, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var before = stored.State;
        var state = stored.RecordExists ? before : Begin(size);

        // A list that grew keeps the order that it began with, and then goes on through the new part; one that shrank is as full as it says.
        if (size < state.Size || (long)state.Taken + count > size)
        {
            return null;
        }

        var indices = Enumerable.Range(state.Taken, count).Select(n => n < state.Size ? Index(state, n) : n).ToArray();
        stored.State = state with { Taken = state.Taken + count };
        var isFirst = !stored.RecordExists;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            stored.State = before;
            throw;
        }

        if (isFirst && !await tenants.IsThereAsync(state.TenantId))
        {
            await stored.TakeBackAsync();
            DeactivateOnIdle();
            return null;
        }

        return indices;
    }

    private static int Index(StatusIndexState state, int n) => (int)((((long)n * state.Stride) + state.Offset) % state.Size);

    private StatusIndexState Begin(int size)
    {
        int stride;
        do
        {
            stride = RandomNumberGenerator.GetInt32(1, size);
        }
        while (GreatestCommonDivisor(stride, size) != 1);
        var key = this.GetPrimaryKeyString();
        return new StatusIndexState
        {
            SchemaVersion = StatusIndexState.CurrentSchemaVersion,
            TenantId = GrainKey.Parse(key).TenantId,
            Stride = stride,
            Offset = RandomNumberGenerator.GetInt32(size),
            Size = size,
            CreatedAt = clock.GetUtcNow(),
        };
    }

    private static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
