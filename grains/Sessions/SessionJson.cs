using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Sessions;

/// <summary>How session states are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(AuthSessionState))]
[JsonSerializable(typeof(IReadOnlyList<CompletedStep>))]
public sealed partial class SessionJson : JsonSerializerContext;
