using System.Collections.Concurrent;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Tenants;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.CrossOrigin;

/// <summary>
/// Tells for each request of a web page whether its origin may read the answer: the tenant's own list decides, or the server's where the
/// tenant has none. Requests without an <c>Origin</c> never come here. No answer ever allows credentials, nor every origin.
/// </summary>
internal sealed class CrossOriginPolicies(IGrainFactory grains, TimeProvider clock, IOptions<CrossOriginOptions> options) : ICorsPolicyProvider
{
    /// <summary>How long what is known of a tenant is used, and how long a browser may keep the answer to a preflight.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private const int MaxTenants = 10_000;

    private readonly ConcurrentDictionary<string, (IReadOnlyList<string>? Origins, long AskedAt)> _tenants = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        var origin = context.Request.Headers.Origin;
        if (origin is not [{ Length: > 0 } asking])
        {
            return null;
        }

        var allowed = (TenantOf(context.Request.Path) is { } tenant ? await FindAsync(tenant, context.RequestAborted) : null) ?? (IEnumerable<string>)options.Value.Origins;
        return allowed.Contains(asking, StringComparer.Ordinal) ? Policy(asking) : null;
    }

    private static CorsPolicy Policy(string origin) => new CorsPolicyBuilder(origin)
        .WithMethods("GET", "POST")
        .WithHeaders("Authorization", "Content-Type", "DPoP", "OAuth-Client-Attestation", "OAuth-Client-Attestation-PoP")
        .WithExposedHeaders("DPoP-Nonce", "OAuth-Client-Attestation-Challenge", "WWW-Authenticate", "Retry-After")
        .SetPreflightMaxAge(MaxAge)
        .Build();

    /// <summary>The tenant of a path. A preflight is of a method that no endpoint has, so no route tells it.</summary>
    private static string? TenantOf(PathString path)
    {
        var parts = path.Value!.Split('/', 5);
        var tenant = parts switch
        {
            ["", ".well-known", _, var named] => named,
            ["", var named, "oid4vci", ..] => named,
            _ => null,
        };
        return tenant is not null && GrainKey.IsTenantId(tenant) ? tenant : null;
    }

    private async ValueTask<IReadOnlyList<string>?> FindAsync(string tenant, CancellationToken cancellation)
    {
        if (_tenants.TryGetValue(tenant, out var known) && clock.GetElapsedTime(known.AskedAt) < MaxAge)
        {
            return known.Origins;
        }

        var askedAt = clock.GetTimestamp();
        var policy = await GrainCalls.RepeatAsync(() => grains.GetGrain<ITenantGrain>(tenant).GetCrossOriginPolicyAsync(), cancellation);
        if (_tenants.Count >= MaxTenants)
        {
            // Anybody can name tenants that do not exist.
            _tenants.Clear();
        }

        _tenants[tenant] = (policy?.Origins, askedAt);
        return policy?.Origins;
    }
}
