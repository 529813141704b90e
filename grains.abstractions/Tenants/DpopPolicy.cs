namespace Eudiplo.Grains.Abstractions.Tenants;

/// <summary>What a gateway must know of a tenant to check DPoP proofs and to hand out nonces.</summary>
/// <param name="Nonces">Whether proofs need a nonce of the server (RFC 9449, section 8).</param>
/// <param name="AttestationChallenges">Whether challenges for client attestations are handed out.</param>
/// <param name="CredentialNonceSeconds">How long a <c>c_nonce</c> is good; 0 where a silo of an earlier version does not tell.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.DpopPolicy")]
public sealed record DpopPolicy(
    [property: Id(0)] bool Nonces,
    [property: Id(1)] bool AttestationChallenges = false,
    [property: Id(2)] int CredentialNonceSeconds = 0);
