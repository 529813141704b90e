using Eudiplo.Grains.Http;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.IssuerMetadata;

/// <summary>
/// The keys of issuers that are known by their JWT VC issuer metadata. Only issuers that the tenant's configuration names are asked,
/// never one that just a credential names.
/// </summary>
public sealed class IssuerKeys(IGuardedHttp http, TimeProvider clock, IOptions<IssuerKeyOptions> options) : IDisposable
{
    private const int MaxCacheBytes = 16 * 1024 * 1024;

    private readonly FetchedDocuments<(string Tenant, string Version, string Issuer), JwkSet> _keys = new(clock, MaxCacheBytes);

    /// <summary>The keys of an issuer; null, with the reason, when they cannot be had.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="issuer">The issuer.</param>
    /// <param name="afresh">Whether a key was not found among the known ones: then they are fetched again, unless that was just done.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<(JwkSet? Keys, string? Failure)> FindAsync(
        TenantContext tenant, string issuer, bool afresh, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(issuer);
        var newerThan = afresh ? clock.GetUtcNow() - options.Value.MinAge : (DateTimeOffset?)null;
        var fetched = await _keys.GetAsync(
            (tenant.TenantId, tenant.Version, issuer), () => FetchAsync(tenant.Outbound, issuer), newerThan, cancellationToken);
        return (fetched.Document, fetched.Failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    private async Task<Fetched<JwkSet>> FetchAsync(OutboundPolicy outbound, string issuer)
    {
        if (IssuerMetadataDocument.UrlOf(issuer) is not { } url)
        {
            return Failed("issuer is not a URL");
        }

        var reply = await GetAsync(url, outbound);
        if (!reply.IsResponse || !reply.IsSuccess)
        {
            return Failed(reply.ToString());
        }

        if (!IssuerMetadataDocument.TryRead(reply.Body.Span, issuer, out var document))
        {
            return Failed("metadata malformed, or of another issuer");
        }

        if (document.Keys is { } keys)
        {
            return Found(keys, reply);
        }

        reply = await GetAsync(document.KeysUrl!, outbound);
        return !reply.IsResponse || !reply.IsSuccess ? Failed($"jwks_uri: {reply}")
            : StrictJson.TryParse(reply.Body.Span, out var json) && JwkSet.TryParse(json, out keys) ? Found(keys, reply)
            : Failed("jwks_uri: malformed");
    }

    private Task<OutboundReply> GetAsync(string url, OutboundPolicy outbound) =>
        http.SendAsync(new OutboundRequest(url) { Accept = "application/json", MaxResponseBytes = options.Value.MaxBytes }, outbound);

    private Fetched<JwkSet> Found(JwkSet keys, OutboundReply reply) =>
        new(keys, null, clock.GetUtcNow() + options.Value.MaxAge, reply.Body.Length);

    private Fetched<JwkSet> Failed(string why) => new(null, why, clock.GetUtcNow() + options.Value.FailureAge, 0);
}
