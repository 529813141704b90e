namespace Eudiplo.Grains.Tenants;

/// <summary>Tells whether tenants are there.</summary>
public interface ITenantPresence
{
    /// <summary>Whether a tenant is there now, whatever was known of it before.</summary>
    /// <remarks>
    /// For rows that never expire. A tenant goes first, and then its rows: whoever has written the first row of a kind for it and finds it
    /// gone afterwards must take the row back, since the erasure may have been there before the row was. A later version of a row needs no
    /// such look: the compare-and-swap fails when the row was erased.
    /// </remarks>
    /// <param name="tenantId">The tenant.</param>
    ValueTask<bool> IsThereAsync(string tenantId);
}
