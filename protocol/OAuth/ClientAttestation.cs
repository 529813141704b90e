using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Protocol.OAuth;

/// <summary>
/// A client attestation and the proof that its holder has the key in it (OAuth 2.0 Attestation-Based Client Authentication), read and not
/// yet verified.
/// </summary>
public sealed class ClientAttestation
{
    /// <summary>What <see cref="Verify"/> says of a true attestation that has expired: its instance gets a new one from its attester.</summary>
    public const string Stale = "attestation expired";

    private static readonly JwsLimits Limits = new() { MaxLength = 16_384, MaxHeaderLength = 12_288, MaxDepth = 12 };
    private readonly CompactJws _attestation;
    private readonly CompactJws? _proof;
    private readonly JsonElement _claims;
    private readonly JsonElement _proofClaims;

    private ClientAttestation(CompactJws attestation, JsonElement claims, CompactJws? proof, JsonElement proofClaims, string clientId, Jwk key, string? tokenId)
    {
        _attestation = attestation;
        _claims = claims;
        _proof = proof;
        _proofClaims = proofClaims;
        ClientId = clientId;
        InstanceKey = key;
        TokenId = tokenId;
    }

    /// <summary>The client that is attested: <c>sub</c>.</summary>
    public string ClientId { get; }

    /// <summary>The key of the client instance: <c>cnf.jwk</c>.</summary>
    public Jwk InstanceKey { get; }

    /// <summary>The <c>jti</c> of the proof; null where a DPoP proof stands for it.</summary>
    public string? TokenId { get; }

    /// <summary>Reads the two JWTs; null when one is not well-formed or lacks a claim that is needed.</summary>
    /// <param name="attestation">The attestation.</param>
    /// <param name="proof">
    /// Its proof. Null where a DPoP proof stands for it: then nobody but the caller can know that the sender has <see cref="InstanceKey"/>.
    /// </param>
    public static ClientAttestation? Read(string attestation, string? proof)
    {
        if (CompactJws.Parse(attestation, Limits, out _) is not { } outer
            || !outer.IsType("oauth-client-attestation+jwt")
            || !outer.TryReadClaims(out var claims, Limits.MaxDepth)
            || !claims.TryGetString("sub", out var clientId) || clientId.Length is 0 or > 512
            || !claims.TryGetProperty("cnf", out var confirmation) || confirmation.ValueKind != JsonValueKind.Object
            || !confirmation.TryGetProperty("jwk", out var jwk)
            || !Jwk.TryParse(jwk, out var key, out _))
        {
            return null;
        }

        if (proof is null)
        {
            return new ClientAttestation(outer, claims, null, default, clientId, key, null);
        }

        return CompactJws.Parse(proof, Limits, out _) is { } inner
            && inner.IsType("oauth-client-attestation-pop+jwt")
            && inner.TryReadClaims(out var proofClaims, Limits.MaxDepth)
            && proofClaims.TryGetString("jti", out var tokenId) && tokenId.Length is > 0 and <= 512
                ? new ClientAttestation(outer, claims, inner, proofClaims, clientId, key, tokenId)
                : null;
    }

    /// <summary>The <c>challenge</c> of a proof that is not verified yet; null when there is none.</summary>
    public static string? ChallengeOf(string proof) => ChallengeOf(proof, "challenge");

    /// <summary>The same of a DPoP proof that stands for the attestation's own: there it is the <c>nonce</c>.</summary>
    public static string? ChallengeOfDpop(string proof) => ChallengeOf(proof, "nonce");

    /// <summary>Verifies both, or the attestation alone where a DPoP proof stands for its own.</summary>
    /// <param name="attesters">Who may attest.</param>
    /// <param name="audience">The issuer identifier of this server: the <c>aud</c> of the proof.</param>
    /// <param name="now">The time.</param>
    /// <param name="skew">How far clocks may differ.</param>
    /// <param name="maxAge">How old the proof may be.</param>
    /// <returns>What is wrong, for the log: <see cref="Stale"/> when it is only the attestation's age; null when nothing is.</returns>
    public string? Verify(AttesterTrust attesters, string audience, DateTimeOffset now, TimeSpan skew, TimeSpan maxAge)
    {
        ArgumentNullException.ThrowIfNull(attesters);
        if (!JwtTimes.TryRead(_claims, "exp", out var expiresAt) || expiresAt is not { } end
            || !JwtTimes.TryRead(_claims, "nbf", out var notBefore) || notBefore > now + skew
            || !JwtTimes.TryRead(_claims, "iat", out var issuedAt) || issuedAt > now + skew)
        {
            return "attestation times";
        }

        if (_proof is not null && WrongClaim(audience, now, skew, maxAge) is { } wrong)
        {
            return wrong;
        }

        // The attester's signature first: until then the key in it is anybody's.
        return attesters.FindKey(_attestation, _claims, now) is not { } key ? "attester"
            : _attestation.Verify(key, JwsAlgorithms.EcdsaAndPss) != JwsError.None ? "attestation signature"
            : _proof is not null && _proof.Verify(InstanceKey, JwsAlgorithms.EcdsaAndPss) != JwsError.None ? "proof signature"
            : end <= now - skew ? Stale
            : null;
    }

    private static string? ChallengeOf(string proof, string claim) =>
        CompactJws.Parse(proof, Limits, out _) is { } jws
        && jws.TryReadClaims(out var claims, Limits.MaxDepth)
        && claims.TryGetString(claim, out var challenge)
            ? challenge
            : null;

    private string? WrongClaim(string audience, DateTimeOffset now, TimeSpan skew, TimeSpan maxAge)
    {
        if (!JwtTimes.TryRead(_proofClaims, "iat", out var made) || made is not { } at || at > now + skew || at < now - maxAge - skew
            || !JwtTimes.TryRead(_proofClaims, "exp", out var proofEnds) || proofEnds <= now - skew)
        {
            return "proof times";
        }

        if (_proofClaims.TryGetProperty("iss", out var issuer) && (issuer.ValueKind != JsonValueKind.String || issuer.GetString() != ClientId))
        {
            return "proof iss";
        }

        return IsFor(audience) ? null : "proof aud";
    }

    private bool IsFor(string audience) => _proofClaims.TryGetProperty("aud", out var member) && member.ValueKind switch
    {
        JsonValueKind.String => member.GetString() == audience,
        JsonValueKind.Array => member.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == audience),
        _ => false,
    };
}
