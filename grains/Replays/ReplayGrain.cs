using Eudiplo.Grains.Abstractions.Replays;
using Orleans.Runtime;

namespace Eudiplo.Grains.Replays;

/// <summary>Uses one thing once. It keeps nothing: the row decides, and each thing is asked for about once.</summary>
[GrainType("replay")]
public sealed class ReplayGrain(SharedReplays replays) : Grain, IReplayGrain
{
    /// <inheritdoc/>
    public Task<bool> UseAsync(DateTimeOffset expiresAt) => UseAsync(expiresAt, Guid.Empty);

    /// <inheritdoc/>
    public Task<bool> UseAsync(DateTimeOffset expiresAt, Guid requestId)
    {
        DeactivateOnIdle();
        return replays.UseKeyAsync(this.GetPrimaryKeyString(), requestId, expiresAt).AsTask();
    }
}
