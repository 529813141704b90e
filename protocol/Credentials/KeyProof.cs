using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Protocol.Credentials;

/// <summary>Verifies key proofs of type <c>jwt</c> (OID4VCI, "jwt Proof Type" and "Verifying Proof").</summary>
public static class KeyProof
{
    /// <summary>The <c>typ</c> of a key proof.</summary>
    public const string Type = "openid4vci-proof+jwt";

    /// <summary>The algorithms that are accepted.</summary>
    public const JwsAlgorithms Algorithms = JwsAlgorithms.Ecdsa;

    private static readonly JwsLimits Limits = new() { MaxLength = 8_192, MaxHeaderLength = 4_096, MaxDepth = 8 };

    /// <summary>Verifies a proof.</summary>
    /// <param name="text">The JWT.</param>
    /// <param name="expectation">What it is checked against.</param>
    /// <param name="problem">What is wrong, for the client; null when nothing is.</param>
    /// <returns>The key that the credential is to be bound to, and the nonce; null when the proof is refused.</returns>
    public static (Jwk Key, string Nonce)? Verify(string text, KeyProofExpectation expectation, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(expectation);
        if (CompactJws.Parse(text, Limits, out var unreadable) is not { } jws || !jws.TryReadClaims(out var claims, Limits.MaxDepth))
        {
            problem = unreadable == JwsError.AlgorithmNotAllowed ? "The proof's alg is not supported." : "The proof is not a compact JWS with a JSON object.";
            return null;
        }

        problem = CheckHeader(jws, out var key) ?? CheckClaims(claims, expectation, out var nonce);
        if (problem is null && jws.Verify(key!, Algorithms) != JwsError.None)
        {
            problem = "The proof's signature is not that of the key in its header.";
        }

        return problem is null ? (key!, claims.GetProperty("nonce").GetString()!) : null;
    }

    private static string? CheckHeader(CompactJws jws, out Jwk? key)
    {
        key = null;
        return jws.Type != Type
            ? $"The proof's typ is not {Type}."
            : jws.KeyId is not null || jws.Header.TryGetProperty("x5c", out _) || !jws.Header.TryGetProperty("jwk", out var jwk)
                ? "The proof's header must name its key by jwk, and by nothing else."
                : !Jwk.TryParse(jwk, out key, out _) || key.Type != JwkType.EC
                    ? "The proof's jwk is not a public EC key."
                    : null;
    }

    private static string? CheckClaims(JsonElement claims, KeyProofExpectation expectation, out string nonce)
    {
        nonce = string.Empty;
        if (!claims.TryGetString("aud", out var audience) || audience != expectation.Issuer)
        {
            return "The proof's aud is not the credential issuer identifier.";
        }

        // The specification has iss left out by a wallet without a client id, and equal to the client id in every other.
        if (claims.TryGetProperty("iss", out _) && (!claims.TryGetString("iss", out var issuer) || issuer != expectation.ClientId))
        {
            return "The proof's iss is not the client id.";
        }

        if (!JwtTimes.TryRead(claims, "iat", out var issuedAt) || issuedAt is not { } time)
        {
            return "The proof has no iat.";
        }

        // Not of the key proof's own rules, but of every JWT (RFC 7519, sections 4.1.4 and 4.1.5).
        if (!JwtTimes.TryRead(claims, "exp", out var expires)
            || expires <= expectation.Now - expectation.ClockSkew
            || !JwtTimes.TryRead(claims, "nbf", out var notBefore)
            || notBefore > expectation.Now + expectation.ClockSkew)
        {
            return "The proof's exp or nbf does not allow it now.";
        }

        return time > expectation.Now + expectation.ClockSkew || expectation.Now - time > expectation.MaxAge + expectation.ClockSkew
            ? "The proof's iat is too far from now."
            : !claims.TryGetString("nonce", out nonce) || nonce.Length == 0
                ? "The proof has no nonce: get one from the nonce endpoint."
                : null;
    }
}
