namespace Eudiplo.Grains.Tenants;

/// <summary>
/// Wallet attestation (OAuth 2.0 Attestation-Based Client Authentication): a trusted attester vouches for a client, which then need not be
/// registered, and each instance of it has a key of its own.
/// </summary>
public sealed record ClientAttestationSettings
{
    /// <summary>Who may attest. At least one.</summary>
    public IReadOnlyList<TrustedAttester> Attesters { get; init; } = [];

    /// <summary>Whether clients that are not registered need an attestation. Default true.</summary>
    public bool Required { get; init; } = true;

    /// <summary>Whether the proof must have a challenge of this server in it. Default false.</summary>
    public bool ChallengeRequired { get; init; }

    /// <summary>How old the proof may be, in seconds: 10 to 600. Default 120.</summary>
    public int ProofMaxAgeSeconds { get; init; } = 120;
}
