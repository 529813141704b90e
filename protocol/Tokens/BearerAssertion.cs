using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Protocol.Tokens;

/// <summary>
/// A JWT authorization grant (RFC 7523, sections 2.1 and 3), read and not yet verified. Two things are asked for beyond the RFC: a
/// <c>jti</c>, so that an assertion works once, and a short life.
/// </summary>
public sealed class BearerAssertion
{
    private static readonly JwsLimits Limits = new() { MaxLength = 16_384, MaxHeaderLength = 4_096, MaxDepth = 8 };
    private readonly CompactJws _jwt;

    private BearerAssertion(CompactJws jwt, JsonElement claims, string issuer, string subject, string tokenId, DateTimeOffset expiresAt)
    {
        _jwt = jwt;
        Claims = claims;
        Issuer = issuer;
        Subject = subject;
        TokenId = tokenId;
        ExpiresAt = expiresAt;
    }

    /// <summary>The claims.</summary>
    public JsonElement Claims { get; }

    /// <summary><c>iss</c>.</summary>
    public string Issuer { get; }

    /// <summary><c>sub</c>.</summary>
    public string Subject { get; }

    /// <summary><c>jti</c>.</summary>
    public string TokenId { get; }

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>A name for the assertion: the same for the same issuer and <c>jti</c>, and for no others.</summary>
    public Guid Id => new(SHA256.HashData(Encoding.UTF8.GetBytes($"eudiplo.assertion\n{Issuer.Length}\n{Issuer}\n{TokenId}")).AsSpan(0, 16), bigEndian: true);

    /// <summary>Reads an assertion; null when it is not well-formed or lacks a claim that is needed.</summary>
    public static BearerAssertion? Read(string text) =>
        CompactJws.Parse(text, Limits, out _) is { } jwt
        && jwt.TryReadClaims(out var claims, Limits.MaxDepth)
        && claims.TryGetString("iss", out var issuer) && issuer.Length is > 0 and <= 512
        && claims.TryGetString("sub", out var subject) && subject.Length is > 0 and <= 512
        && claims.TryGetString("jti", out var tokenId) && tokenId.Length is > 0 and <= 512
        && JwtTimes.TryRead(claims, "exp", out var expiresAt) && expiresAt is { } end
            ? new BearerAssertion(jwt, claims, issuer, subject, tokenId, end)
            : null;

    /// <summary>
    /// Whether the assertion says that it is of a type, or of none: one that says that it is something else was made to be something else
    /// (RFC 8725, section 3.11).
    /// </summary>
    /// <param name="type">The value of <c>typ</c>, without <c>application/</c>.</param>
    public bool IsOfType(string type) => _jwt.Type is null || _jwt.IsType("jwt") || _jwt.IsType(type);

    /// <summary>Verifies the assertion.</summary>
    /// <param name="keys">The issuer's keys.</param>
    /// <param name="audiences">Who it may be for: the issuer identifier and the token endpoint.</param>
    /// <param name="now">The time.</param>
    /// <param name="skew">How far clocks may differ.</param>
    /// <param name="maxLifetime">The longest time until it expires.</param>
    /// <returns>What is wrong, for the log; null when nothing is.</returns>
    public string? Verify(JwkSet keys, IReadOnlyList<string> audiences, DateTimeOffset now, TimeSpan skew, TimeSpan maxLifetime)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(audiences);
        // The upper bound first: a time at the end of all times cannot be added to.
        if (ExpiresAt > now + maxLifetime + skew || ExpiresAt + skew <= now)
        {
            return "exp";
        }

        if (!JwtTimes.TryRead(Claims, "nbf", out var notBefore)
            || notBefore > now + skew
            || !JwtTimes.TryRead(Claims, "iat", out var issuedAt)
            || issuedAt > now + skew)
        {
            return "nbf or iat";
        }

        return !IsFor(audiences) ? "aud"
            : keys.Select(_jwt.KeyId, _jwt.Algorithm) is not { } key || _jwt.Verify(key, JwsAlgorithms.EcdsaAndPss) != JwsError.None ? "signature"
            : null;
    }

    private bool IsFor(IReadOnlyList<string> audiences)
    {
        if (!Claims.TryGetProperty("aud", out var audience))
        {
            return false;
        }

        return audience.ValueKind switch
        {
            JsonValueKind.String => audiences.Contains(audience.GetString()!),
            JsonValueKind.Array => audience.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && audiences.Contains(a.GetString()!)),
            _ => false,
        };
    }
}
