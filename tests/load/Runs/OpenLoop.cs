using System.Diagnostics;
using System.Threading.Channels;
using Eudiplo.Load.Flows;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Runs;

/// <summary>
/// Flows start at a fixed rate, whatever the server does. A flow's latency counts from its intended start, so that a server that
/// stalls is charged for all that should have started meanwhile.
/// </summary>
/// <param name="flow">What to run.</param>
/// <param name="measurements">What is counted.</param>
/// <param name="rate">Flows per second.</param>
public sealed class OpenLoop(IFlow flow, RunMeasurements measurements, double rate) : ILoop
{
    private readonly Channel<long> _due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });

    /// <inheritdoc/>
    public int Waiting => _due.Reader.Count;

    /// <inheritdoc/>
    public async Task RunAsync(IReadOnlyList<VirtualWallet> wallets, CancellationToken stop)
    {
        var running = Task.WhenAll(wallets.Select(wallet => Task.Run(() => RunAsync(wallet, stop), CancellationToken.None)));
        await ScheduleAsync(stop);
        _due.Writer.Complete();
        await running;
    }

    /// <summary>
    /// The intended start of a flow. Timers fire every one or two milliseconds, so flows start in small groups; being off by so
    /// little is the schedule, not a delay. What is later than that was held up, and its latency counts from when it was due.
    /// </summary>
    /// <param name="due">When an even spread of the rate has the flow start.</param>
    /// <param name="now">The present.</param>
    /// <param name="frequency">Units of both per second.</param>
    public static long IntendedStart(long due, long now, long frequency) => now - due <= frequency / 1000 * 3 ? now : due;

    private async Task ScheduleAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var begin = Stopwatch.GetTimestamp();
        long number = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var now = Stopwatch.GetTimestamp();
                while (begin + (long)(number / rate * Stopwatch.Frequency) is var due && due <= now)
                {
                    _due.Writer.TryWrite(IntendedStart(due, now, Stopwatch.Frequency));
                    number++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
    }

    private async Task RunAsync(VirtualWallet wallet, CancellationToken stop)
    {
        while (await _due.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_due.Reader.TryRead(out var intended))
            {
                if (stop.IsCancellationRequested)
                {
                    return;
                }

                measurements.Started(Stopwatch.GetElapsedTime(intended));
                var succeeded = await flow.RunAsync(wallet);
                measurements.Flow(succeeded, Stopwatch.GetElapsedTime(intended));
                if (!succeeded)
                {
                    await ReconnectPause.AfterAsync(wallet, stop);
                }
            }
        }
    }
}
