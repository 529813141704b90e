using System.Diagnostics;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Eudiplo.Storage.Sweeping;

/// <summary>
/// Removes expired rows in bounded batches. It only tidies up: an expired row is not there for any reader, swept or not.
/// </summary>
internal sealed partial class Sweeper(
    IStateDatabase database,
    IStorageInitializer initializer,
    IOptions<StorageOptions> options,
    StorageMetrics metrics,
    ExpiryClock clock,
    TimeProvider time,
    ILogger<Sweeper> logger) : BackgroundService
{
    /// <summary>A clock that was set back by more than this is worth a line in the log.</summary>
    private static readonly TimeSpan MaxBehind = TimeSpan.FromMinutes(1);

    /// <summary>Removes everything that has expired, batch by batch, and returns how many rows that were.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await initializer.InitializeAsync(cancellationToken);
        var batchSize = options.Value.Sweeper.BatchSize;
        var total = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            var result = await database.SweepAsync(batchSize, cancellationToken);
            if (result.Elsewhere)
            {
                return total;
            }

            metrics.Sweep(database.Name, result.Deleted, result.Erased, started);
            total += result.Total;
            if (result.Total < batchSize)
            {
                return total;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Sweeper.Enabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(NextInterval(), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (clock.Behind() is var behind && behind > MaxBehind)
            {
                LogBehind(behind);
            }

            try
            {
                var swept = await SweepAsync(stoppingToken);
                if (swept > 0)
                {
                    LogSwept(swept);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The next sweep finds what this one left.
                LogFailed(exception);
            }

            timer.Period = NextInterval();
        }
    }

    private TimeSpan NextInterval()
    {
        var settings = options.Value.Sweeper;
        return settings.Interval * (1 + (settings.Jitter * Random.Shared.NextDouble()));
    }

    [LoggerMessage(10, LogLevel.Debug, "Swept {Rows} expired rows")]
    private partial void LogSwept(int rows);

    [LoggerMessage(12, LogLevel.Warning, "This machine's clock is {Behind} behind a time that the storage has seen: expiry is decided by the "
        + "later one until the clock has caught up. See the page on storage if a clock was wrongly ahead")]
    private partial void LogBehind(TimeSpan behind);

    [LoggerMessage(11, LogLevel.Warning, "A sweep of expired rows failed")]
    private partial void LogFailed(Exception exception);
}
