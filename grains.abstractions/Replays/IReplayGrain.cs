namespace Eudiplo.Grains.Abstractions.Replays;

/// <summary>
/// One thing that may be used once in all processes: a DPoP proof, by its <c>jti</c>. The key is <c>{tenantId}/{hash}</c>, the hash naming
/// the thing.
/// </summary>
[Alias("eudiplo.IReplayGrain")]
public interface IReplayGrain : IGrainWithStringKey
{
    /// <summary>Uses it; true for one caller, whichever process asks.</summary>
    /// <param name="expiresAt">Until when it is remembered: as long as it could be used.</param>
    [Alias("Use")]
    Task<bool> UseAsync(DateTimeOffset expiresAt);

    /// <summary>Uses it for a request; true for one request, which may ask again when it did not hear the answer.</summary>
    /// <param name="expiresAt">Until when it is remembered: as long as it could be used.</param>
    /// <param name="requestId">The request, by a random number of its own.</param>
    [Alias("UseFor")]
    Task<bool> UseAsync(DateTimeOffset expiresAt, Guid requestId);
}
