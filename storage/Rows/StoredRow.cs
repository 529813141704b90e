namespace Eudiplo.Storage.Rows;

/// <summary>What a read of one live row returns.</summary>
/// <param name="TenantId">The tenant that the payload is encrypted for.</param>
/// <param name="Version">The row's version.</param>
/// <param name="Payload">The encrypted state.</param>
internal sealed record StoredRow(string TenantId, long Version, byte[] Payload);
