using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>What access tokens are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccessTokenFormat>))]
public enum AccessTokenFormat
{
    /// <summary>A random value that is known here only.</summary>
    [JsonStringEnumMemberName("opaque")] Opaque,

    /// <summary>A signed JWT (RFC 9068).</summary>
    [JsonStringEnumMemberName("jwt")] Jwt,
}
