using Microsoft.Extensions.Logging;

namespace Eudiplo.Silo.Hosting;

/// <summary>A gateway may be started before its silos, or before Redis: it looks again every second until it finds them or is stopped.</summary>
internal sealed partial class ClusterConnectionRetry(TimeProvider clock, ILogger<ClusterConnectionRetry> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        NotFound(log, exception.Message);
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "The cluster does not answer yet, and is asked again: {Reason}")]
    private static partial void NotFound(ILogger logger, string reason);
}
