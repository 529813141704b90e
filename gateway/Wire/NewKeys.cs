using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// The keys of grains that begin. Ids grow with time, so that new rows land side by side in the index; and a storage in this process is told that
/// there is no row yet.
/// </summary>
internal sealed class NewKeys(TimeProvider clock, INewRows? rows = null)
{
    /// <summary>Makes a key for one call, which has the key for itself until it ends.</summary>
    /// <param name="kind">What is stored under the key.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="call">The call.</param>
    public async Task<T> UseAsync<T>(string kind, string tenantId, Func<string, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var key = new GrainKey(tenantId, Guid.CreateVersion7(clock.GetUtcNow())).ToString();
        using var announcement = rows?.Announce(kind, key);
        return await call(key);
    }
}
