using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.OAuth;
using Eudiplo.Protocol.Tokens;

namespace Eudiplo.Grains.Clients;

/// <summary>The rules of clients that sign: <c>private_key_jwt</c> (RFC 7523, section 2.2) and wallet attestation.</summary>
internal static class SignedClientAuthentication
{
    /// <summary>The client that a request's proofs speak of, not yet verified; null when they speak of none.</summary>
    public static string? ClientIdOf(PresentedCredentials presented) => presented switch
    {
        { Method: ClientAuthenticationMethod.PrivateKeyJwt, Assertion: { } assertion } => BearerAssertion.Read(assertion.Value)?.Subject,
        { Method: ClientAuthenticationMethod.Attestation, Attestation: { } attestation } =>
            ClientAttestation.Read(attestation.Value, presented.AttestationProof?.Value)?.ClientId,
        _ => null,
    };

    /// <summary>Checks that an assertion is one of the client, for this server, and new in this process.</summary>
    /// <returns>The proof that was used; null when it is none.</returns>
    public static UsedProof? CheckAssertion(TenantContext tenant, string clientId, PresentedCredentials presented, ProtocolError refusal)
    {
        var proofs = tenant.Proofs;
        if (presented.Assertion is { } text
            && BearerAssertion.Read(text.Value) is { } assertion
            && assertion.Issuer == clientId
            && assertion.Subject == clientId
            && assertion.IsOfType("client-authentication+jwt")
            && tenant.FindClientKeys(clientId) is { } keys
            && assertion.Verify(keys, tenant.Urls.AssertionAudiences, proofs.Now, ClientProofs.Skew, ClientProofs.MaxLifetime) is null
            && new UsedProof($"assertion {tenant.TenantId}\n{clientId}\n{assertion.TokenId}", assertion.ExpiresAt + (2 * ClientProofs.Skew), refusal) is var proof
            && proofs.MayUse(proof.Identifier, presented.RequestId))
        {
            return proof;
        }

        return null;
    }

    /// <summary>Checks an attestation.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="clientId">The client that the request names.</param>
    /// <param name="presented">What the request brought.</param>
    /// <param name="instance">The thumbprint of the instance's key, when there is no error.</param>
    /// <param name="used">The proof that was used, when there is no error.</param>
    /// <returns>The refusal, or null.</returns>
    public static ProtocolError? CheckAttestation(
        TenantContext tenant, string clientId, PresentedCredentials presented, out string? instance, out UsedProof? used)
    {
        (instance, used) = (null, null);
        var (trust, settings, proofs) = (tenant.Attesters!, tenant.Document.ClientAttestation!, tenant.Proofs);
        if (presented.Attestation is not { } text
            || ClientAttestation.Read(text.Value, presented.AttestationProof?.Value) is not { } attestation
            || attestation.ClientId != clientId
            || (presented.IsProvenByDpop && presented.DpopThumbprint != attestation.InstanceKey.Thumbprint))
        {
            return Refused();
        }

        if (attestation.Verify(trust, tenant.Urls.Issuer, proofs.Now, ClientProofs.Skew, TimeSpan.FromSeconds(settings.ProofMaxAgeSeconds)) is { } wrong)
        {
            return wrong == ClientAttestation.Stale
                ? new ProtocolError("use_fresh_attestation", "The client attestation has expired: get a new one from its attester.")
                : Refused();
        }

        // One that is none of ours, or too old, is as good as none: the client is told to take the newest.
        if ((settings.ChallengeRequired || presented.HasChallenge) && !presented.HasFreshChallenge)
        {
            return new ProtocolError("use_attestation_challenge", "The proof needs the challenge that comes with this answer.");
        }

        instance = attestation.InstanceKey.Thumbprint;
        if (attestation.TokenId is not { } tokenId)
        {
            // The DPoP proof was used once where it arrived.
            return null;
        }

        var maxAge = TimeSpan.FromSeconds(settings.ProofMaxAgeSeconds);
        used = new UsedProof(
            $"attestation {tenant.TenantId} {instance} {tokenId}", proofs.Now + maxAge + (3 * ClientProofs.Skew), Refused());
        return proofs.MayUse(used.Identifier, presented.RequestId) ? null : Refused();

        static ProtocolError Refused() => new("invalid_client_attestation", "The client attestation or its proof is not valid here.", 401);
    }
}
