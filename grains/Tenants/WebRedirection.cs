using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>When a request to the authorization challenge endpoint is sent to the browser as a whole (First-Party Applications, section 5.2.2.1.1).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WebRedirection>))]
public enum WebRedirection
{
    /// <summary>When the client can do none of the steps itself.</summary>
    [JsonStringEnumMemberName("needed")] Needed,

    /// <summary>Each time.</summary>
    [JsonStringEnumMemberName("always")] Always,

    /// <summary>Never: a client that lacks a type is told <c>missing_interaction_type</c>.</summary>
    [JsonStringEnumMemberName("never")] Never,
}
