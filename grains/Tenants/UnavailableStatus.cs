using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>What to do with a credential whose status list cannot be had.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UnavailableStatus>))]
public enum UnavailableStatus
{
    /// <summary>The step stays open, and the wallet is told to come again.</summary>
    [JsonStringEnumMemberName("refuse")] Refuse,

    /// <summary>The credential is accepted; a revoked one is too, then.</summary>
    [JsonStringEnumMemberName("accept")] Accept,
}
