namespace Orleans.Runtime;

/// <summary>A grain as the runtime sees it: one activation.</summary>
/// <remarks>Of Orleans' interface of this name, the members that need no placement, directory or migration.</remarks>
public interface IGrainContext
{
    /// <summary>The grain's identity.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain's instance; null before it is made and after it is gone.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of this activation. Scoped and transient ones are disposed when it ends.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes once this activation is gone. Awaiting it in a turn of the same activation never ends.</summary>
    Task Deactivated { get; }

    /// <summary>Ends this activation after the call that runs now. Calls queued behind it are served by a fresh activation.</summary>
    /// <param name="deactivationReason">Why; handed to <see cref="IGrainBase.OnDeactivateAsync"/>.</param>
    /// <param name="cancellationToken">Not used by the local runtime.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
