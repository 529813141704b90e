namespace Eudiplo.Grains.Abstractions.Revocations;

/// <summary>
/// Puts the making of grants and the revocations in bulk of one tenant into one order. The key is the tenant's id.
/// </summary>
/// <remarks>Any call may throw <c>InconsistentStateException</c>: nothing was recorded then, and the call may be made again.</remarks>
[Alias("eudiplo.ITenantRevocationsGrain")]
public interface ITenantRevocationsGrain : IGrainWithStringKey
{
    /// <summary>Gives a grant its place in the order, before it is stored.</summary>
    [Alias("BeginGrant")]
    Task<GrantStart> BeginGrantAsync();

    /// <summary>
    /// Whether a grant was revoked while it was being stored: asked after that, and before its tokens are handed out. Then either the pages of
    /// the revocation have met its row, or this answer is yes.
    /// </summary>
    [Alias("WasRevoked")]
    Task<bool> WasRevokedAsync(GrantStart start, string? clientId, string? subject, string? groupId);

    /// <summary>Records a revocation, before its pages are worked through.</summary>
    /// <returns>The time before which grants are to be revoked.</returns>
    [Alias("Revoke")]
    Task<DateTimeOffset> RevokeAsync(RevocationTarget target);
}
