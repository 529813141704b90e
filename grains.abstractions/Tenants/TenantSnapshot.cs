namespace Eudiplo.Grains.Abstractions.Tenants;

/// <summary>A tenant's configuration as it is now.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Version">Changes with every change of the document.</param>
/// <param name="Document">The tenant document as UTF-8 JSON, in the form of <c>docs/tenant.schema.json</c>.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.TenantSnapshot")]
public sealed record TenantSnapshot(
    [property: Id(0)] string TenantId,
    [property: Id(1)] string Version,
    [property: Id(2)] byte[] Document);
