using Eudiplo.Grains.Abstractions.Replays;
using Orleans.Runtime;

namespace Eudiplo.Grains.Replays;

/// <summary>Uses one thing once. It keeps nothing: the row decides, and each thing is asked for about once.</summary>
[GrainType("replay")]
public sealed class ReplayGrain(SharedReplays replays) : Grain, IReplayGrain
{
    /// <inheritdoc/>
    public Task<bool> UseAsync(DateTimeOffset expiresAt)
    {
        DeactivateOnIdle();
        return replays.UseKeyAsync(this.GetPrimaryKeyString(), Guid.Empty, expiresAt).AsTask();
    }
}
