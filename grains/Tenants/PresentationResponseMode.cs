using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>Whether a wallet encrypts its answer. A session writes the name of its dialect: <c>ia_post</c> where that is the name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PresentationResponseMode>))]
public enum PresentationResponseMode
{
    /// <summary>Not encrypted, beyond the connection.</summary>
    [JsonStringEnumMemberName("iae_post")] Plain,

    /// <summary>Encrypted to a key made for this step alone (OpenID4VP 1.0, section 8.3).</summary>
    [JsonStringEnumMemberName("iae_post.jwt")] Encrypted,
}
