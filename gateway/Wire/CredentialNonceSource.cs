using System.Collections.Concurrent;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Protocol.Credentials;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// Makes each tenant's <c>c_nonce</c> values here: each for itself would go through the tenant's one keys grain, which without a cluster reads its row
/// for every call. What is needed is asked for with the first one, and again when it is <see cref="MaxAge"/> old.
/// </summary>
internal sealed class CredentialNonceSource(IGrainFactory grains, TimeProvider clock)
{
    /// <summary>How long what is known is used. A nonce that was made with the last key is as good as one of the newest.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Known> _tenants = new(StringComparer.Ordinal);

    /// <summary>Makes a nonce; null when there is no such tenant.</summary>
    public async ValueTask<string?> IssueAsync(string tenantId, CancellationToken cancellation)
    {
        if (!_tenants.TryGetValue(tenantId, out var known) || clock.GetElapsedTime(known.AskedAt) >= MaxAge)
        {
            known = await AskAsync(tenantId, cancellation);
        }

        return known switch
        {
            null => null,

            // A silo of an earlier version does not tell for how long, but makes nonces itself.
            { Lifetime.Ticks: 0 } => await GrainCalls.RepeatAsync(() => grains.GetGrain<ITenantKeysGrain>(tenantId).IssueNonceAsync(), cancellation),
            _ => CredentialNonces.Issue(known.Secret, tenantId, clock.GetUtcNow() + known.Lifetime),
        };
    }

    private async ValueTask<Known?> AskAsync(string tenantId, CancellationToken cancellation)
    {
        var askedAt = clock.GetTimestamp();
        var keys = grains.GetGrain<ITenantKeysGrain>(tenantId);
        var tenant = grains.GetGrain<ITenantGrain>(tenantId);
        if (await GrainCalls.RepeatAsync(tenant.GetDpopPolicyAsync, cancellation) is not { } policy
            || await GrainCalls.RepeatAsync(keys.GetNonceSecretsAsync, cancellation) is not [var newest, ..])
        {
            // Tenants that do not exist are not remembered: anybody could fill the memory with their names.
            _tenants.TryRemove(tenantId, out _);
            return null;
        }

        return _tenants[tenantId] = new Known(newest, TimeSpan.FromSeconds(policy.CredentialNonceSeconds), askedAt);
    }

    private sealed record Known(byte[] Secret, TimeSpan Lifetime, long AskedAt);
}
