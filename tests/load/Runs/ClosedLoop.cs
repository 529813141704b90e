using System.Diagnostics;
using Eudiplo.Load.Flows;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Runs;

/// <summary>Each wallet starts its next flow when its last one has ended: the load adapts to the server.</summary>
/// <param name="flow">What to run.</param>
/// <param name="measurements">What is counted.</param>
public sealed class ClosedLoop(IFlow flow, RunMeasurements measurements) : ILoop
{
    /// <inheritdoc/>
    public int Waiting => 0;

    /// <inheritdoc/>
    public Task RunAsync(IReadOnlyList<VirtualWallet> wallets, CancellationToken stop) =>
        Task.WhenAll(wallets.Select(wallet => Task.Run(() => RunAsync(wallet, stop), CancellationToken.None)));

    private async Task RunAsync(VirtualWallet wallet, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            var succeeded = await flow.RunAsync(wallet);
            measurements.Flow(succeeded, Stopwatch.GetElapsedTime(started));
            if (!succeeded)
            {
                await ReconnectPause.AfterAsync(wallet, stop);
            }
        }
    }
}
