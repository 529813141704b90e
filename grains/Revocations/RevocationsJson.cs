using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Revocations;

/// <summary>How revocations are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TenantRevocationsState))]
public sealed partial class RevocationsJson : JsonSerializerContext;
