using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.StatusList;

/// <summary>Verifies Status List Tokens in JWT format.</summary>
public static class StatusListJwt
{
    /// <summary>The media type, for <c>Accept</c>.</summary>
    public const string MediaType = "application/statuslist+jwt";

    /// <summary>Verifies a token.</summary>
    /// <param name="token">The JWT in compact serialization.</param>
    /// <param name="uri">The <c>uri</c> that the credential names.</param>
    /// <param name="trust">Whose lists are believed.</param>
    /// <param name="now">The time of the verification.</param>
    /// <param name="clockSkew">How far clocks may differ.</param>
    /// <param name="limits">What it may weigh.</param>
    /// <param name="error">Why it is refused.</param>
    /// <returns>The list, or null when it is refused.</returns>
    public static StatusListToken? Verify(
        string token,
        string uri,
        StatusListTrust trust,
        DateTimeOffset now,
        TimeSpan clockSkew,
        StatusListLimits limits,
        out StatusListError error)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(limits);
        if (CompactJws.Parse(token, JwsLimits.Default with { MaxLength = limits.MaxTokenLength }, out JwsError jwsError) is not { } jws)
        {
            error = jwsError switch
            {
                JwsError.TooLong => StatusListError.TooLong,
                JwsError.AlgorithmNotAllowed => StatusListError.AlgorithmNotAllowed,
                _ => StatusListError.Malformed,
            };
            return null;
        }

        error = CheckSignature(jws, trust, now);
        if (error != StatusListError.None)
        {
            return null;
        }

        if (!jws.TryReadClaims(out JsonElement claims))
        {
            error = StatusListError.Malformed;
            return null;
        }

        if (Read(claims) is not { } read)
        {
            error = StatusListError.ClaimMalformed;
            return null;
        }

        return read.Accept(uri, now, clockSkew, limits, out error);
    }

    private static StatusListError CheckSignature(CompactJws jws, StatusListTrust trust, DateTimeOffset now)
    {
        if (!jws.IsType("statuslist+jwt"))
        {
            return StatusListError.TypeWrong;
        }

        if ((jws.Algorithm & trust.Algorithms) == JwsAlgorithms.None)
        {
            return StatusListError.AlgorithmNotAllowed;
        }

        jws.TryGetCertificates(out IReadOnlyList<byte[]>? chain);
        if (trust.Find(chain, jws.KeyId, jws.Algorithm, now) is not { } key)
        {
            return StatusListError.KeyNotTrusted;
        }

        return jws.Verify(key, trust.Algorithms) switch
        {
            JwsError.None => StatusListError.None,
            JwsError.KeyDoesNotFit or JwsError.KeyInvalid => StatusListError.KeyNotTrusted,
            _ => StatusListError.SignatureInvalid,
        };
    }

    private static StatusListClaims? Read(JsonElement claims)
    {
        if (!claims.TryGetString("sub", out string subject)
            || !TryReadTime(claims, "iat", out DateTimeOffset? issuedAt)
            || issuedAt is null
            || !TryReadTime(claims, "nbf", out DateTimeOffset? notBefore)
            || !TryReadTime(claims, "exp", out DateTimeOffset? expiresAt)
            || !TryReadTimeToLive(claims, out TimeSpan? timeToLive)
            || !claims.TryGetProperty("status_list", out JsonElement list)
            || list.ValueKind != JsonValueKind.Object
            || !list.TryGetProperty("bits", out JsonElement bits)
            || bits.ValueKind != JsonValueKind.Number
            || !bits.TryGetInt64(out long number)
            || !list.TryGetString("lst", out string text)
            || !StrictBase64Url.TryDecode(text, out byte[]? compressed))
        {
            return null;
        }

        return new(subject, issuedAt.Value, notBefore, expiresAt, timeToLive, number, compressed);
    }

    private static bool TryReadTime(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out JsonElement member))
        {
            return true;
        }

        if (member.ValueKind != JsonValueKind.Number
            || !member.TryGetDouble(out double seconds)
            || !(seconds is >= 0 and <= 253_402_300_799))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    private static bool TryReadTimeToLive(JsonElement claims, out TimeSpan? timeToLive)
    {
        timeToLive = null;
        if (!claims.TryGetProperty("ttl", out JsonElement member))
        {
            return true;
        }

        if (member.ValueKind != JsonValueKind.Number || !member.TryGetDouble(out double seconds) || !(seconds > 0))
        {
            return false;
        }

        timeToLive = TimeSpan.FromSeconds(Math.Min(seconds, StatusListClaims.MaxTimeToLive));
        return true;
    }
}
