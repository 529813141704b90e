using Eudiplo.Gateway.Endpoints;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Replays;
using Eudiplo.Grains.Replays;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dpop;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Dpop;

/// <summary>
/// Checks the DPoP proof of a request (RFC 9449, sections 4.3, 8 and 11.1). What the rules are told is the key that is known to have made
/// it. A proof is used once in each process; across processes nonces bound its time, and what a proof comes with (a code, a session, a
/// refresh token) works once everywhere.
/// </summary>
internal sealed class DpopProofs(DpopTenants tenants, TimeProvider clock, IOptions<DpopOptions> options, IOptions<ReplayOptions> replay, IGrainFactory grains, JwkCache keys, ILogger<DpopProofs> log)
{
    private const string Header = "DPoP";
    private const string NonceHeader = "DPoP-Nonce";

    private readonly TimeSpan _window = Window(options.Value);
    private readonly ReplayWindow _replays = new(Window(options.Value), options.Value.ReplayCapacity);

    /// <summary>Checks a request's proof. A request without one costs nothing.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="endpoint">The URL of the endpoint that was called, out of the tenant's.</param>
    /// <returns>The key; or the refusal; or neither, when there was no proof.</returns>
    public ValueTask<(Jwk? Key, ProtocolError? Error)> CheckAsync(HttpContext context, string tenantId, Func<IssuerUrls, string> endpoint)
    {
        var headers = context.Request.Headers[Header];
        return headers.Count == 0 ? default : CheckAsync(context, headers.ToArray(), tenantId, endpoint);
    }

    private async ValueTask<(Jwk? Key, ProtocolError? Error)> CheckAsync(
        HttpContext context, string?[] headers, string tenantId, Func<IssuerUrls, string> endpoint)
    {
        if (await tenants.FindAsync(tenantId, context.RequestAborted) is not { } tenant)
        {
            return (null, Refusals.UnknownTenant);
        }

        var now = clock.GetUtcNow();
        var proof = DpopVerifier.Verify(
            headers,
            new DpopExpectation
            {
                Method = context.Request.Method,
                Uri = new Uri(endpoint(tenant.Urls)),
                Now = now,
                MaxAge = options.Value.MaxAge,
                ClockSkew = options.Value.ClockSkew,
                Nonces = tenant.Nonces,
                Keys = keys,
            },
            out var error);
        if (tenant.Nonces is { } nonces && (proof is null or { Nonce: DpopNonceState.Aging }))
        {
            context.Response.Headers[NonceHeader] = nonces.Issue(now);
        }

        if (proof is null)
        {
            log.ProofRefused(tenantId, error);
            return (null, new ProtocolError(error.ToOAuthError(), error is DpopError.NonceMissing or DpopError.NonceInvalid
                ? "The DPoP proof needs the nonce that comes with this answer."
                : "The DPoP proof is not valid for this request."));
        }

        switch (_replays.Use(proof.ReplayKey, now))
        {
            case ReplayState.Full:
                log.ReplayWindowFull();
                return (null, Refusals.Unavailable);
            case ReplayState.New when replay.Value.Shared != true
                || await UseAsync(ReplayKey.Of(tenantId, $"dpop {proof.ReplayKey}"), now + _window, context.RequestAborted):
                return (proof.Key, null);
            default:
                log.ProofReplayed(tenantId);
                return (null, new ProtocolError("invalid_dpop_proof", "The DPoP proof is not valid for this request."));
        }
    }

    /// <summary>Uses the proof in all processes. The request has a number, so that it may ask again when the silo is lost that took its proof.</summary>
    private Task<bool> UseAsync(string key, DateTimeOffset expiresAt, CancellationToken cancellation)
    {
        var requestId = Guid.NewGuid();
        return GrainCalls.RepeatAsync(() => grains.GetGrain<IReplayGrain>(key).UseAsync(expiresAt, requestId), cancellation);
    }

    private static TimeSpan Window(DpopOptions options) => options.MaxAge + (2 * options.ClockSkew) + TimeSpan.FromSeconds(1);
}
