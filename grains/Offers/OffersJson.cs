using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Offers;

/// <summary>How offers are written: camel case, nothing that is null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(CredentialOfferState))]
public sealed partial class OffersJson : JsonSerializerContext;
