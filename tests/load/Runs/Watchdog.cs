using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Runs;

/// <summary>Breaks connections whose reply is overdue: one look at all wallets per second instead of a timer per request.</summary>
internal static class Watchdog
{
    public static async Task RunAsync(IReadOnlyList<VirtualWallet> wallets, TimeSpan timeout, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (var wallet in wallets)
                {
                    wallet.AbortIfOlderThan(timeout);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
    }
}
