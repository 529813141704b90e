using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Credentials;

/// <summary>How the states of status lists are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(StatusIndexState))]
public sealed partial class CredentialsJson : JsonSerializerContext;
