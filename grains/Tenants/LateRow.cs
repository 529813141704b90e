using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Grains.Tenants;

/// <summary>Takes back a row that was written for a tenant that had gone meanwhile: see <see cref="ITenantPresence.IsThereAsync"/>.</summary>
internal static class LateRow
{
    /// <summary>Takes the row back, unless the erasure has met it after all.</summary>
    public static async Task TakeBackAsync<T>(this IPersistentState<T> stored)
    {
        try
        {
            await stored.ClearStateAsync();
        }
        catch (InconsistentStateException)
        {
            // The erasure was faster, or the tenant was made again and has a row of its own.
        }
    }
}
