using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>Whether presented credentials are looked up in their status lists (Token Status List).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CredentialStatusCheck>))]
public enum CredentialStatusCheck
{
    /// <summary>They are not.</summary>
    [JsonStringEnumMemberName("ignore")] Ignore,

    /// <summary>Those that name a list are; one that names none is accepted.</summary>
    [JsonStringEnumMemberName("check")] Check,

    /// <summary>All are; one that names no list is refused.</summary>
    [JsonStringEnumMemberName("require")] Require,
}
