using System.Collections.Concurrent;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dpop;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Dpop;

/// <summary>
/// What this gateway knows of each tenant to check its proofs: asked for with the first proof, and again when it is
/// <see cref="MaxAge"/> old. Requests without a proof never come here.
/// </summary>
internal sealed class DpopTenants(IGrainFactory grains, TimeProvider clock, IOptions<IssuerOptions> issuer, IOptions<DpopOptions> options)
{
    /// <summary>How long what is known is used.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DpopTenant> _tenants = new(StringComparer.Ordinal);

    /// <summary>Finds a tenant; null when there is none.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="cancellation">The client has gone.</param>
    public ValueTask<DpopTenant?> FindAsync(string tenantId, CancellationToken cancellation) =>
        _tenants.TryGetValue(tenantId, out var known) && clock.GetElapsedTime(known.AskedAt) < MaxAge
            ? new ValueTask<DpopTenant?>(known)
            : AskAsync(tenantId, cancellation);

    private async ValueTask<DpopTenant?> AskAsync(string tenantId, CancellationToken cancellation)
    {
        var askedAt = clock.GetTimestamp();
        if (await GrainCalls.RepeatAsync(() => grains.GetGrain<ITenantGrain>(tenantId).GetDpopPolicyAsync(), cancellation) is not { } policy)
        {
            // Tenants that do not exist are not remembered: anybody could fill the memory with their names.
            _tenants.TryRemove(tenantId, out _);
            return null;
        }

        DpopNonces? nonces = null;
        DpopNonces? challenges = null;
        if (policy.Nonces || policy.AttestationChallenges)
        {
            var keys = grains.GetGrain<ITenantKeysGrain>(tenantId);
            if (await GrainCalls.RepeatAsync(keys.GetNonceSecretsAsync, cancellation) is not { } secrets)
            {
                return null;
            }

            nonces = policy.Nonces ? new DpopNonces(secrets, tenantId, options.Value.NonceWindow) : null;

            // The same values: a proof that stands for both has room for one of them.
            challenges = policy.AttestationChallenges ? new DpopNonces(secrets, tenantId, options.Value.NonceWindow) : null;
        }

        return _tenants[tenantId] = new DpopTenant(new IssuerUrls(issuer.Value.PublicUrl!, tenantId), nonces, challenges, askedAt);
    }
}
