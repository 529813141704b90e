using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>What a signed presentation request says of where its answer goes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExpectedAddress>))]
public enum ExpectedAddress
{
    /// <summary><c>expected_origins</c>: the origin of the endpoint.</summary>
    [JsonStringEnumMemberName("origins")] Origins,

    /// <summary><c>expected_url</c>: the URL of the endpoint.</summary>
    [JsonStringEnumMemberName("url")] Url,

    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")] None,
}
