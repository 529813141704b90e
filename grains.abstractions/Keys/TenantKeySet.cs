namespace Eudiplo.Grains.Abstractions.Keys;

/// <summary>A tenant's keys, newest first, and until when this list holds.</summary>
/// <param name="Keys">The keys, newest first.</param>
/// <param name="ValidUntil">When the next key is due or the next one leaves.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.TenantKeySet")]
public sealed record TenantKeySet(
    [property: Id(0)] IReadOnlyList<TenantKey> Keys,
    [property: Id(1)] DateTimeOffset ValidUntil);
