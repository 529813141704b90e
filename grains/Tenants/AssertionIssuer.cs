using System.Text.Json;

namespace Eudiplo.Grains.Tenants;

/// <summary>Who may issue assertions (RFC 7523, section 2.1).</summary>
public sealed record AssertionIssuer
{
    /// <summary>The <c>iss</c> of its assertions.</summary>
    public required string Issuer { get; init; }

    /// <summary>Its public keys (RFC 7517, section 5).</summary>
    public required JsonElement Jwks { get; init; }

    /// <summary>The scopes that its assertions may be exchanged for. Default none.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
