namespace Eudiplo.Grains.Abstractions.Tenants;

/// <summary>Which web origins may read a tenant's answers (Fetch standard, "CORS protocol").</summary>
/// <param name="Origins">The origins; null where the server's own setting counts.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.CrossOriginPolicy")]
public sealed record CrossOriginPolicy([property: Id(0)] IReadOnlyList<string>? Origins);
