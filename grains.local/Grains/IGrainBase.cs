using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain class is; <see cref="Grain"/> implements it.</summary>
public interface IGrainBase
{
    /// <summary>The grain's activation.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call, after stored state was read. If it fails, the waiting calls get its exception.</summary>
    /// <param name="token">Cancelled when the host's time for a graceful stop has run out.</param>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call of the activation. It is not called when the process dies.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="token">Cancelled when the time for this is over.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
