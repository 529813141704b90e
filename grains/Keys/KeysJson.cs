using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Keys;

/// <summary>How key states are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TenantKeysState))]
public sealed partial class KeysJson : JsonSerializerContext;
