using System.Text;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.StatusList;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Statuses;

/// <summary>
/// Looks credentials up in the status lists that they name (Token Status List). Lists are fetched through the guarded client, verified
/// against what the presentation configuration trusts, and kept for as long as they say, within limits.
/// </summary>
public sealed class StatusLists(IGuardedHttp http, TimeProvider clock, IOptions<StatusListOptions> options) : IDisposable
{
    private const int MaxUriLength = 2048;

    // A list belongs to the configuration that it was verified under: with a root withdrawn, there is a new configuration, and the lists
    // that the root vouched for are not found any more.
    private readonly FetchedDocuments<(PresentationPolicy Policy, string Issuer, string Uri), StatusListToken> _lists =
        new(clock, options.Value.MaxCacheBytes);

    /// <summary>Looks a credential up.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="policy">The presentation configuration.</param>
    /// <param name="issuer">The credential's issuer.</param>
    /// <param name="issuerKeys">The keys of the issuer, where they are known by name.</param>
    /// <param name="reference">Where the credential says that its status is told.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<StatusOutcome> CheckAsync(
        TenantContext tenant,
        PresentationPolicy policy,
        string issuer,
        JwkSet? issuerKeys,
        StatusReference reference,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Uri.Length > MaxUriLength)
        {
            return new StatusOutcome.NotValid("StatusUriTooLong");
        }

        var trust = new StatusListTrust { Anchors = policy.Trust.Anchors, Keys = issuerKeys };
        var fetched = await _lists.GetAsync(
            (policy, issuer, reference.Uri), () => FetchAsync(tenant.Outbound, policy, trust, reference.Uri), null, cancellationToken);
        return fetched.Document is not { } list
            ? new StatusOutcome.Unavailable(fetched.Failure)
            : list.At(reference.Index) switch
            {
                CredentialStatus.Valid => new StatusOutcome.Valid(),
                CredentialStatus.Invalid => new StatusOutcome.NotValid("CredentialRevoked"),
                CredentialStatus.Suspended => new StatusOutcome.NotValid("CredentialSuspended"),
                null => new StatusOutcome.NotValid("StatusIndexOutsideList"),
                var other => new StatusOutcome.NotValid("CredentialStatusNotValid", $"({(int)other})"),
            };
    }

    /// <inheritdoc/>
    public void Dispose() => _lists.Dispose();

    private async Task<Fetched<StatusListToken>> FetchAsync(OutboundPolicy outbound, PresentationPolicy policy, StatusListTrust trust, string uri)
    {
        var reply = await http.SendAsync(
            new OutboundRequest(uri) { Accept = $"{StatusListJwt.MediaType}, {StatusListCwt.MediaType}" }, outbound);
        if (!reply.IsResponse || !reply.IsSuccess)
        {
            return Failed(reply.ToString());
        }

        var now = clock.GetUtcNow();
        var limits = StatusListLimits.Default with { MaxListLength = options.Value.MaxListBytes };
        var skew = TimeSpan.FromSeconds(policy.Configuration.ClockSkewSeconds);
        StatusListToken? token;
        StatusListError error;
        switch (reply.MediaType)
        {
            case StatusListJwt.MediaType:
                token = StatusListJwt.Verify(Encoding.ASCII.GetString(reply.Body.Span).Trim(), uri, trust, now, skew, limits, out error);
                break;
            case StatusListCwt.MediaType:
                token = StatusListCwt.Verify(reply.Body, uri, trust, now, skew, limits, out error);
                break;
            default:
                return Failed("media type");
        }

        if (token is null)
        {
            return Failed(error.ToString());
        }

        var freshUntil = token.FreshUntil(now, options.Value.DefaultAge);
        var atMost = now + options.Value.MaxAge;
        return new Fetched<StatusListToken>(token, null, freshUntil < atMost ? freshUntil : atMost, token.Length);
    }

    private Fetched<StatusListToken> Failed(string why) => new(null, why, clock.GetUtcNow() + options.Value.FailureAge, 0);
}
