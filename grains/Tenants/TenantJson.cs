using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Tenants;

/// <summary>How tenants are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TenantState))]
public sealed partial class TenantJson : JsonSerializerContext;
