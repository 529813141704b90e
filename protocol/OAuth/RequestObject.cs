using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Protocol.OAuth;

/// <summary>A signed authorization request (RFC 9101), read and not yet verified.</summary>
public sealed class RequestObject
{
    private static readonly JwsLimits Limits = new() { MaxLength = 32_768, MaxHeaderLength = 8_192, MaxDepth = 16 };
    private readonly CompactJws _jws;
    private readonly JsonElement _claims;

    private RequestObject(CompactJws jws, JsonElement claims)
    {
        _jws = jws;
        _claims = claims;
    }

    /// <summary>A parameter: the text of a string, the JSON text of an object or array; null when it is not there, or neither.</summary>
    public string? this[string name] => !_claims.TryGetProperty(name, out var member) ? null : member.ValueKind switch
    {
        JsonValueKind.String => member.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Object or JsonValueKind.Array => member.GetRawText(),
        _ => null,
    };

    /// <summary>Whether a parameter is there, but as something that no request has: it would count as left out, and the client would not know.</summary>
    public bool IsMistyped(string name) => _claims.TryGetProperty(name, out var member)
        && member.ValueKind is not (JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>Reads a request object; null when it is not well-formed, or unsecured.</summary>
    public static RequestObject? Read(string text) =>
        CompactJws.Parse(text, Limits, out _) is { } jws && jws.TryReadClaims(out var claims, Limits.MaxDepth) ? new RequestObject(jws, claims) : null;

    /// <summary>Verifies the object.</summary>
    /// <param name="keys">The client's keys.</param>
    /// <param name="clientId">The client that sent it: its <c>iss</c> and its <c>client_id</c>.</param>
    /// <param name="audience">The issuer identifier of this server.</param>
    /// <param name="now">The time.</param>
    /// <param name="skew">How far clocks may differ.</param>
    /// <param name="maxLifetime">The longest time until it expires.</param>
    /// <returns>What is wrong, for the log; null when nothing is.</returns>
    public string? Verify(JwkSet keys, string clientId, string audience, DateTimeOffset now, TimeSpan skew, TimeSpan maxLifetime)
    {
        ArgumentNullException.ThrowIfNull(keys);
        // Left out it is for a JWT of any kind, which the audience and the client's own claims make this one (RFC 9101, section 10.8).
        if (_jws.Type is not null && !_jws.IsType("oauth-authz-req+jwt") && !_jws.IsType("jwt"))
        {
            return "typ";
        }

        if (this["iss"] != clientId || this["client_id"] != clientId)
        {
            return "iss or client_id";
        }

        // With the client as its subject the same JWT could be shown as an assertion of the client (RFC 9101, section 10.8).
        if (this["sub"] == clientId)
        {
            return "sub";
        }

        if (!IsFor(audience))
        {
            return "aud";
        }

        if (!JwtTimes.TryRead(_claims, "exp", out var expiresAt) || expiresAt is not { } end || end > now + maxLifetime + skew || end <= now - skew
            || !JwtTimes.TryRead(_claims, "nbf", out var notBefore) || notBefore > now + skew
            || !JwtTimes.TryRead(_claims, "iat", out var issuedAt) || issuedAt > now + skew)
        {
            return "times";
        }

        if (this["jti"] is not { Length: <= 512 })
        {
            return "jti";
        }

        // Section 4: a request object holds no other one.
        return _claims.TryGetProperty("request", out _) || _claims.TryGetProperty("request_uri", out _) ? "nested"
            : keys.Select(_jws.KeyId, _jws.Algorithm) is not { } key || _jws.Verify(key, JwsAlgorithms.EcdsaAndPss) != JwsError.None ? "signature"
            : null;
    }

    private bool IsFor(string audience) => _claims.TryGetProperty("aud", out var member) && member.ValueKind switch
    {
        JsonValueKind.String => member.GetString() == audience,
        JsonValueKind.Array => member.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == audience),
        _ => false,
    };
}
