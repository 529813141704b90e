using System.Text.Json.Serialization;

namespace Eudiplo.Grains.RequestSigning;

/// <summary>How keys for presentation requests are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RequestKeysState))]
public sealed partial class RequestKeysJson : JsonSerializerContext;
