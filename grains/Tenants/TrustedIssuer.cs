using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>An issuer whose credentials a presentation may hold, and how its key is known: by its JWKS, by roots, or by its metadata.</summary>
public sealed record TrustedIssuer
{
    /// <summary>The <c>iss</c> of its credentials; left out where roots decide alone.</summary>
    public string? Issuer { get; init; }

    /// <summary>Its keys (RFC 7517, section 5).</summary>
    public JsonElement? Jwks { get; init; }

    /// <summary>Root certificates that its <c>x5c</c> or <c>x5chain</c> must end in, PEM.</summary>
    [JsonConverter(typeof(PemListConverter))]
    public IReadOnlyList<string> X5cRoots { get; init; } = [];

    /// <summary>
    /// Whether its keys are fetched from its JWT VC issuer metadata (SD-JWT VC, "JWT VC Issuer Metadata"); then <see cref="Issuer"/> is an
    /// https URL. Default false.
    /// </summary>
    public bool UseIssuerMetadata { get; init; }
}
