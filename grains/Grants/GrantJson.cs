using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Grants;

/// <summary>How grant states are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(GrantState))]
public sealed partial class GrantJson : JsonSerializerContext;
