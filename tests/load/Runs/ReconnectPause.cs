using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Runs;

/// <summary>Keeps wallets from hammering a server that is gone: after a broken connection, a tenth of a second of rest.</summary>
internal static class ReconnectPause
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    public static async ValueTask AfterAsync(VirtualWallet wallet, CancellationToken stop)
    {
        if (!wallet.Broken)
        {
            return;
        }

        wallet.Broken = false;
        using var timer = new PeriodicTimer(Rest);
        try
        {
            await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // The run ends; the wallet's loop sees it.
        }
    }
}
