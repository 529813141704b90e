using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>An ETSI trusted list as the tenant read it: Eudiplo does not fetch lists.</summary>
public sealed record TrustedList
{
    /// <summary>The identifier that <c>trusted_authorities</c> names.</summary>
    public required string Id { get; init; }

    /// <summary>The certificates of the services on the list, PEM.</summary>
    [JsonConverter(typeof(PemListConverter))]
    public required IReadOnlyList<string> Certificates { get; init; }
}
