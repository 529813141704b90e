using System.Collections.Concurrent;
using Eudiplo.Grains.Abstractions.Keys;
using Orleans.Storage;

namespace Eudiplo.Grains.Keys;

/// <summary>
/// The tenants' keys as this silo has them at hand: signing in the tenant's one grain would put every token of the tenant through one
/// activation. A key is published long before it signs and after it has, so a list that is <see cref="MaxAge"/> old does no harm.
/// </summary>
public sealed class TenantKeyRing(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>How long a list is used without asking again.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    /// <summary>How soon a list is asked for again when a token names a key that is not on it: forged tokens must not cost a call each.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, TenantKeys> _tenants = new(StringComparer.Ordinal);

    /// <summary>A tenant's keys.</summary>
    /// <param name="tenantId">The tenant, which exists.</param>
    /// <param name="keyId">A key, of either use, that shall be among them, if it exists.</param>
    /// <param name="minAge">
    /// How old a list must be to be asked for again because of <paramref name="keyId"/>; null for <see cref="MinAge"/>. Zero where what names the
    /// key is known to come from here: another node may have made the key this moment.
    /// </param>
    /// <exception cref="InvalidOperationException">There is no such tenant.</exception>
    public ValueTask<TenantKeys> FindAsync(string tenantId, string? keyId = null, TimeSpan? minAge = null)
    {
        ArgumentNullException.ThrowIfNull(tenantId);
        if (_tenants.TryGetValue(tenantId, out var known))
        {
            var (now, age) = (clock.GetUtcNow(), clock.GetElapsedTime(known.ReadAt));
            if (age < MaxAge && now < known.ValidUntil && (keyId is null || age < (minAge ?? MinAge) || known.Has(keyId)))
            {
                return new ValueTask<TenantKeys>(known);
            }
        }

        return AskAsync(tenantId);
    }

    private async ValueTask<TenantKeys> AskAsync(string tenantId)
    {
        var readAt = clock.GetTimestamp();
        for (var tried = 1; ; tried++)
        {
            try
            {
                var set = await grains.GetGrain<ITenantKeysGrain>(tenantId).GetAsync()
                    ?? throw new InvalidOperationException("A tenant that does not exist has no keys.");
                return _tenants[tenantId] = new TenantKeys(set, readAt);
            }
            catch (InconsistentStateException) when (tried < 8)
            {
                // Another process made the key that was due; the next try reads it.
            }
        }
    }
}
