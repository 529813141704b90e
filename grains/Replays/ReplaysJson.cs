using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Replays;

/// <summary>How the rows of used things are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(UsedIdentifierState))]
public sealed partial class ReplaysJson : JsonSerializerContext;
