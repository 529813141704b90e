using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Runs;

/// <summary>Decides when a wallet starts its next flow.</summary>
public interface ILoop
{
    /// <summary>Lets the wallets run flows until the token is cancelled; flows under way are ended first.</summary>
    Task RunAsync(IReadOnlyList<VirtualWallet> wallets, CancellationToken stop);

    /// <summary>Flows whose time has come but which wait for a free wallet; always 0 in the closed loop.</summary>
    int Waiting { get; }
}
