using System.Text.Json;

namespace Eudiplo.Grains.Tenants;

/// <summary>An issuer whose credentials a presentation may hold, and how its key is known: by its JWKS, by roots, or by both.</summary>
public sealed record TrustedIssuer
{
    /// <summary>The <c>iss</c> of its credentials; left out where roots decide alone.</summary>
    public string? Issuer { get; init; }

    /// <summary>Its keys (RFC 7517, section 5).</summary>
    public JsonElement? Jwks { get; init; }

    /// <summary>Root certificates that its <c>x5c</c> chain must end in, PEM.</summary>
    public IReadOnlyList<string> X5cRoots { get; init; } = [];
}
