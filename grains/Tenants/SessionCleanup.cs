using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>What happens to an expired session.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionCleanup>))]
public enum SessionCleanup
{
    /// <summary>Nothing is left of it.</summary>
    [JsonStringEnumMemberName("full")] Full,

    /// <summary>Its status and times are left, without personal data.</summary>
    [JsonStringEnumMemberName("anonymize")] Anonymize,
}
