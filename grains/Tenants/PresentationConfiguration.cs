using System.Text.Json;
using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>A presentation that steps can ask for, and whose credentials are believed.</summary>
public sealed record PresentationConfiguration
{
    /// <summary>The id that actions refer to.</summary>
    public required string PresentationConfigId { get; init; }

    /// <summary>What the presentation is for, for people.</summary>
    public string? Description { get; init; }

    /// <summary>The DCQL query (OpenID4VP 1.0, section 6).</summary>
    [JsonPropertyName("dcql_query")]
    public required JsonElement DcqlQuery { get; init; }

    /// <summary>The issuers whose credentials are accepted. At least one.</summary>
    public IReadOnlyList<TrustedIssuer> TrustedIssuers { get; init; } = [];

    /// <summary>How far clocks may differ, in seconds: 0 to 600. Default 60.</summary>
    public int ClockSkewSeconds { get; init; } = 60;

    /// <summary>How old the key binding of a presentation may be, in seconds: 10 to 3,600. Default 300.</summary>
    public int KeyBindingMaxAgeSeconds { get; init; } = 300;

    /// <summary>
    /// The claim that tells who the user is, as the path of a claim of the query in dots; its value becomes the grant's subject. Left out:
    /// the grant has none.
    /// </summary>
    public string? SubjectClaim { get; init; }
}
