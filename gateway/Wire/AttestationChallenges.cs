using Eudiplo.Gateway.Dpop;
using Eudiplo.Gateway.Endpoints;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Protocol.Dpop;
using Eudiplo.Protocol.OAuth;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// The challenges for client attestations: made and recognised by every process without being stored, like the nonces of DPoP. Whether one is
/// needed is for the rules to say, and so is the signature over it.
/// </summary>
internal sealed class AttestationChallenges(DpopTenants tenants, TimeProvider clock)
{
    private const string Header = "OAuth-Client-Attestation-Challenge";

    /// <summary>Notes whether the proof of an attestation has a fresh challenge, and offers a new one when it has not.</summary>
    public ValueTask<PresentedCredentials> CheckAsync(HttpContext context, string tenantId, PresentedCredentials credentials) =>
        credentials.Method == ClientAuthenticationMethod.Attestation ? LookAsync(context, tenantId, credentials) : new(credentials);

    /// <summary><c>POST /{tenantId}/oid4vci/attestation-challenge</c>: a challenge to put into a proof.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        if (!GrainKey.IsTenantId(tenantId) || await tenants.FindAsync(tenantId, context.RequestAborted) is not { Challenges: { } challenges })
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant with { Description = "There are no attestation challenges at this URL." });
            return;
        }

        await Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("attestation_challenge", challenges.Issue(clock.GetUtcNow()));
            json.WriteEndObject();
        });
    }

    private async ValueTask<PresentedCredentials> LookAsync(HttpContext context, string tenantId, PresentedCredentials credentials)
    {
        if (await tenants.FindAsync(tenantId, context.RequestAborted) is not { Challenges: { } challenges })
        {
            return credentials;
        }

        var now = clock.GetUtcNow();
        var challenge = credentials.AttestationProof is { } proof
            ? ClientAttestation.ChallengeOf(proof.Value)
            : ClientAttestation.ChallengeOfDpop(context.Request.Headers["DPoP"].ToString());
        var state = challenge is null ? DpopNonceState.Invalid : challenges.Check(challenge, now);
        if (state != DpopNonceState.Fresh)
        {
            context.Response.Headers[Header] = challenges.Issue(now);
        }

        return credentials with { HasChallenge = challenge is not null, HasFreshChallenge = state != DpopNonceState.Invalid };
    }
}
