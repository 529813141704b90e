namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>How many rows of a kind a tenant has in one status.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Status">The status.</param>
/// <param name="Count">The number of rows.</param>
public sealed record StateCount(string TenantId, string Status, long Count);
