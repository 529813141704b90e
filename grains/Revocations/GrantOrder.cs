using System.Collections.Concurrent;
using Eudiplo.Grains.Abstractions.Revocations;

namespace Eudiplo.Grains.Revocations;

/// <summary>
/// Where new grants stand among their tenant's revocations. All grants of a process that are being made at one time ask together, so that
/// the tenant's one grain, which every grant must ask, is no narrow place.
/// </summary>
public sealed class GrantOrder(IGrainFactory grains)
{
    /// <summary>Tenants that are kept. More than so many, and all are made anew.</summary>
    private const int MaxTenants = 4096;

    private readonly ConcurrentDictionary<string, SharedCall<GrantStart>> _calls = new(StringComparer.Ordinal);

    /// <summary>Gives a grant its place, before it is stored.</summary>
    public Task<GrantStart> BeginAsync(string tenantId) => Call(tenantId).AskAsync();

    /// <summary>
    /// Whether a grant was revoked while it was being stored: asked after that, and before its tokens are handed out. See
    /// <see cref="ITenantRevocationsGrain.WasRevokedAsync"/>.
    /// </summary>
    public async Task<bool> WasRevokedAsync(string tenantId, GrantStart start, string? clientId, string? subject, string? groupId)
    {
        ArgumentNullException.ThrowIfNull(start);
        var now = await Call(tenantId).AskAsync();

        // Mostly nothing was revoked meanwhile, and the question about this one grant need not be put.
        return now.Sequence != start.Sequence
            && await grains.GetGrain<ITenantRevocationsGrain>(tenantId).WasRevokedAsync(start, clientId, subject, groupId);
    }

    private SharedCall<GrantStart> Call(string tenantId)
    {
        if (_calls.Count > MaxTenants)
        {
            // Whoever holds one that is dropped here still gets its answer.
            _calls.Clear();
        }

        return _calls.GetOrAdd(tenantId, id => new SharedCall<GrantStart>(grains.GetGrain<ITenantRevocationsGrain>(id).BeginGrantAsync));
    }
}
