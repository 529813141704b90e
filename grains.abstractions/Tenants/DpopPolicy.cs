namespace Eudiplo.Grains.Abstractions.Tenants;

/// <summary>What a gateway must know of a tenant to check DPoP proofs.</summary>
/// <param name="Nonces">Whether proofs need a nonce of the server (RFC 9449, section 8).</param>
/// <param name="AttestationChallenges">Whether challenges for client attestations are handed out.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.DpopPolicy")]
public sealed record DpopPolicy(
    [property: Id(0)] bool Nonces,
    [property: Id(1)] bool AttestationChallenges = false);
