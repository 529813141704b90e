using System.Text.Json.Serialization;
using Eudiplo.Grains.Abstractions.Sessions;

namespace Eudiplo.Grains.Tenants;

/// <summary>The wire forms of interactive authorization, by the names that tenant documents have for them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WireForm>))]
public enum WireForm
{
    /// <summary><c>bare</c>.</summary>
    [JsonStringEnumMemberName("bare")] Bare = InteractiveDialect.Bare,

    /// <summary><c>urn</c>.</summary>
    [JsonStringEnumMemberName("urn")] Urn = InteractiveDialect.Urn,

    /// <summary><c>first-party</c>.</summary>
    [JsonStringEnumMemberName("first-party")] FirstParty = InteractiveDialect.FirstParty,
}
