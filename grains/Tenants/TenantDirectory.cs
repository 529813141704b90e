using System.Collections.Concurrent;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Clients;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Tenants;

/// <summary>
/// The tenants as this silo knows them: each request needs its tenant's configuration, and asking the tenant's grain each time would put
/// every request of a tenant through one activation. A configuration is asked for again after
/// <see cref="IssuerOptions.TenantCacheTime"/>, and prepared again only if its version changed.
/// </summary>
public sealed class TenantDirectory(IGrainFactory grains, TimeProvider clock, ClientProofs proofs, IOptions<IssuerOptions> options) : ITenantPresence
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Finds a tenant; null when there is none.</summary>
    public ValueTask<TenantContext?> FindAsync(string tenantId)
    {
        ArgumentNullException.ThrowIfNull(tenantId);
        return _entries.TryGetValue(tenantId, out var entry) && clock.GetElapsedTime(entry.CheckedAt) < options.Value.TenantCacheTime
            ? new ValueTask<TenantContext?>(entry.Context)
            : AskAsync(tenantId, entry);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> IsThereAsync(string tenantId)
    {
        if (await grains.GetGrain<ITenantGrain>(tenantId).GetAsync() is not null)
        {
            return true;
        }

        _entries.TryRemove(tenantId, out _);
        return false;
    }

    private async ValueTask<TenantContext?> AskAsync(string tenantId, Entry? known)
    {
        var askedAt = clock.GetTimestamp();
        var snapshot = await grains.GetGrain<ITenantGrain>(tenantId).GetAsync();
        if (snapshot is null)
        {
            // Tenants that do not exist are not remembered: anybody could fill the memory with their names.
            _entries.TryRemove(tenantId, out _);
            return null;
        }

        var context = known?.Context.Version == snapshot.Version
            ? known.Context
            : TenantContext.Create(snapshot, options.Value.PublicUrl!, proofs);
        _entries[tenantId] = new Entry(context, askedAt);
        return context;
    }

    private sealed record Entry(TenantContext Context, long CheckedAt);
}
