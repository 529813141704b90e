using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>Reads how a client that signs presents itself: a client assertion (RFC 7521, section 4.2), or an attestation in two headers.</summary>
internal static class SignedClient
{
    /// <summary>The header of the attestation.</summary>
    public const string AttestationHeader = "OAuth-Client-Attestation";

    /// <summary>The header of the proof that goes with it.</summary>
    public const string ProofHeader = "OAuth-Client-Attestation-PoP";

    private const string DpopHeader = "DPoP";

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Reads a request.</summary>
    public static (PresentedCredentials? Credentials, ProtocolError? Error) Read(HttpContext context, RequestParameters parameters)
    {
        var headers = context.Request.Headers;
        var (attestation, proof, assertion) = (headers[AttestationHeader], headers[ProofHeader], parameters["client_assertion"]);
        if (headers.Authorization.Count > 0 || parameters.Contains("client_secret") || (attestation.Count > 0 && assertion is not null))
        {
            return (null, new ProtocolError("invalid_request", "The request authenticates its client in more than one way."));
        }

        if (attestation.Count > 0)
        {
            // Without a header for it, the proof is that of DPoP (attestation draft, "Using DPoP as the Proof of Possession").
            var isProvenByDpop = proof.Count == 0 && headers.ContainsKey(DpopHeader);
            return attestation is [{ Length: > 0 } one] && (isProvenByDpop || proof is [{ Length: > 0 }])
                ? (new PresentedCredentials
                {
                    Method = ClientAuthenticationMethod.Attestation,
                    ClientId = parameters["client_id"],
                    Attestation = new SecretText(one),
                    AttestationProof = isProvenByDpop ? null : new SecretText(proof[0]!),
                    RequestId = Guid.NewGuid(),
                }, null)
                : (null, new ProtocolError("invalid_client_attestation", $"{AttestationHeader} and {ProofHeader}, or {DpopHeader} in its place, are needed, each once.", 401));
        }

        return assertion is null || parameters["client_assertion_type"] != AssertionType
            ? (null, new ProtocolError("invalid_client", $"client_assertion is needed with the client_assertion_type {AssertionType}.", 401))
            : (new PresentedCredentials
            {
                Method = ClientAuthenticationMethod.PrivateKeyJwt,
                ClientId = parameters["client_id"],
                Assertion = new SecretText(assertion),
                RequestId = Guid.NewGuid(),
            }, null);
    }
}
