using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>An attester of clients, by its JWKS, by roots, or by both.</summary>
public sealed record TrustedAttester
{
    /// <summary>The <c>iss</c> of its attestations; left out for any.</summary>
    public string? Issuer { get; init; }

    /// <summary>Its keys (RFC 7517, section 5).</summary>
    public JsonElement? Jwks { get; init; }

    /// <summary>Root certificates that its <c>x5c</c> chain must end in, PEM.</summary>
    [JsonConverter(typeof(PemListConverter))]
    public IReadOnlyList<string> X5cRoots { get; init; } = [];
}
