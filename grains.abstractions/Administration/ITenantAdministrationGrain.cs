using Eudiplo.Grains.Abstractions.Revocations;

namespace Eudiplo.Grains.Abstractions.Administration;

/// <summary>
/// What operators do with a tenant's rows. The key is the tenant's id. Work on many rows goes in pages, a call each, so that no call takes
/// long and none holds more than a page in memory.
/// </summary>
[Alias("eudiplo.ITenantAdministrationGrain")]
public interface ITenantAdministrationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins a revocation in bulk: asks the tenant's webhook, and records the revocation.
    /// </summary>
    /// <returns>The time before which grants are to be revoked; null when the webhook bypassed the revocation.</returns>
    [Alias("BeginRevocation")]
    Task<DateTimeOffset?> BeginRevocationAsync(RevocationTarget target);

    /// <summary>Revokes one page of grants. 0: there are no more.</summary>
    /// <param name="target">Whose grants.</param>
    /// <param name="before">What <see cref="BeginRevocationAsync"/> returned.</param>
    [Alias("RevokePage")]
    Task<int> RevokePageAsync(RevocationTarget target, DateTimeOffset before);

    /// <summary>One page of sessions or grants, newest first.</summary>
    [Alias("List")]
    Task<RowPage> ListAsync(RowQuery query);

    /// <summary>Deletes one page of everything that the tenant has; the number of rows by kind. Empty: nothing is left.</summary>
    [Alias("ErasePage")]
    Task<IReadOnlyDictionary<string, long>> ErasePageAsync();
}
