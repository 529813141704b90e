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

    /// <summary>The intended start of a flow in ticks after the first: flows are due in slots of a millisecond, as timers are no finer.</summary>
    internal static long Slot(long number, double rate, long frequency)
    {
        var millisecond = frequency / 1000;
        return (long)(number / rate * frequency) / millisecond * millisecond;
    }

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
                for (; ; number++)
                {
                    var intended = begin + Slot(number, rate, Stopwatch.Frequency);
                    if (intended > now)
                    {
                        break;
                    }

                    _due.Writer.TryWrite(intended);
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
