using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Dpop;

/// <summary>Verifies DPoP proofs as RFC 9449 section 4.3 has it, cheap checks before the signature.</summary>
public static class DpopVerifier
{
    private const string ProofType = "dpop+jwt";

    /// <summary>Verifies the values of the DPoP header: exactly one is allowed.</summary>
    /// <returns>The proof, or null with the reason.</returns>
    public static DpopProof? Verify(IReadOnlyList<string?> headerValues, DpopExpectation expectation, out DpopError error)
    {
        ArgumentNullException.ThrowIfNull(headerValues);
        if (headerValues.Count != 1 || string.IsNullOrEmpty(headerValues[0]))
        {
            error = headerValues.Count > 1 ? DpopError.SeveralProofs : DpopError.Missing;
            return null;
        }

        return Verify(headerValues[0]!, expectation, out error);
    }

    /// <summary>Verifies one proof.</summary>
    /// <returns>The proof, or null with the reason.</returns>
    public static DpopProof? Verify(string proof, DpopExpectation expectation, out DpopError error)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(expectation);
        var limits = new JwsLimits { MaxLength = expectation.MaxLength, MaxHeaderLength = expectation.MaxLength, MaxDepth = 8 };
        if (CompactJws.Parse(proof, limits, out JwsError jwsError) is not { } jws)
        {
            error = jwsError switch
            {
                JwsError.TooLong => DpopError.TooLong,
                JwsError.AlgorithmNotAllowed => DpopError.AlgorithmNotAllowed,
                _ => DpopError.Malformed,
            };
            return null;
        }

        error = CheckHeader(jws, expectation, out Jwk? key);
        if (error != DpopError.None)
        {
            return null;
        }

        if (!jws.TryReadClaims(out JsonElement claims, limits.MaxDepth))
        {
            error = DpopError.Malformed;
            return null;
        }

        error = CheckClaims(claims, expectation, out string tokenId, out DateTimeOffset issuedAt);
        DpopNonceState nonce = DpopNonceState.NotAsked;
        if (error == DpopError.None)
        {
            error = jws.Verify(key!, expectation.Algorithms) switch
            {
                JwsError.None => CheckNonce(claims, expectation, out nonce),
                JwsError.KeyInvalid or JwsError.KeyDoesNotFit => DpopError.KeyInvalid,
                _ => DpopError.SignatureInvalid,
            };
        }

        return error == DpopError.None
            ? new(key!, tokenId, issuedAt, issuedAt + expectation.MaxAge + expectation.ClockSkew, nonce)
            : null;
    }

    private static DpopError CheckHeader(CompactJws jws, DpopExpectation expectation, out Jwk? key)
    {
        key = null;
        if (!jws.IsType(ProofType))
        {
            return DpopError.TypeWrong;
        }

        if ((jws.Algorithm & expectation.Algorithms) == JwsAlgorithms.None)
        {
            return DpopError.AlgorithmNotAllowed;
        }

        if (!jws.Header.TryGetProperty("jwk", out JsonElement jwk) || !Jwk.TryParse(jwk, out key, out _))
        {
            return DpopError.KeyInvalid;
        }

        if (expectation.Thumbprint is { } bound && !EqualInConstantTime(bound, key.Thumbprint))
        {
            return DpopError.KeyMismatch;
        }

        key = expectation.Keys?.Share(key) ?? key;
        return DpopError.None;
    }

    private static DpopError CheckClaims(JsonElement claims, DpopExpectation expectation, out string tokenId, out DateTimeOffset issuedAt)
    {
        issuedAt = default;
        if (!claims.TryGetString("jti", out tokenId)
            || tokenId.Length == 0
            || tokenId.Length > expectation.MaxTokenIdLength
            || !claims.TryGetString("htm", out string method)
            || !claims.TryGetString("htu", out string uri)
            || !TryReadTime(claims, "iat", out issuedAt))
        {
            return DpopError.ClaimMalformed;
        }

        // Methods are case-sensitive (RFC 9110 section 9.1).
        if (method != expectation.Method)
        {
            return DpopError.MethodMismatch;
        }

        if (!DpopUri.Matches(uri, expectation.Uri))
        {
            return DpopError.UriMismatch;
        }

        if (issuedAt > expectation.Now + expectation.ClockSkew)
        {
            return DpopError.FromTheFuture;
        }

        if (expectation.Now - issuedAt > expectation.MaxAge + expectation.ClockSkew)
        {
            return DpopError.TooOld;
        }

        return expectation.AccessToken is { } token && !HasHashOf(token, claims)
            ? DpopError.AccessTokenHashMismatch
            : DpopError.None;
    }

    /// <summary>Last of all: only who holds the key is told to come back with a nonce.</summary>
    private static DpopError CheckNonce(JsonElement claims, DpopExpectation expectation, out DpopNonceState state)
    {
        state = DpopNonceState.NotAsked;
        if (expectation.Nonces is not { } nonces)
        {
            return DpopError.None;
        }

        if (!claims.TryGetProperty("nonce", out _))
        {
            return DpopError.NonceMissing;
        }

        state = claims.TryGetString("nonce", out string nonce) ? nonces.Check(nonce, expectation.Now) : DpopNonceState.Invalid;
        return state == DpopNonceState.Invalid ? DpopError.NonceInvalid : DpopError.None;
    }

    private static bool HasHashOf(string accessToken, JsonElement claims) =>
        claims.TryGetString("ath", out string hash)
        && EqualInConstantTime(hash, StrictBase64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(accessToken))));

    /// <summary>A NumericDate (RFC 7519 section 2) within the years that a <see cref="DateTimeOffset"/> has.</summary>
    private static bool TryReadTime(JsonElement claims, string name, out DateTimeOffset time)
    {
        time = default;
        if (!claims.TryGetProperty(name, out JsonElement member)
            || member.ValueKind != JsonValueKind.Number
            || !member.TryGetDouble(out double seconds)
            || !(seconds is >= 0 and <= 253_402_300_799))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    private static bool EqualInConstantTime(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
