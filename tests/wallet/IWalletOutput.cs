using Eudiplo.WalletSimulator.Flows;

namespace Eudiplo.Wallet;

/// <summary>Where the wallet tells what it does.</summary>
public interface IWalletOutput
{
    /// <summary>A step was done.</summary>
    void Step(FlowStep step);

    /// <summary>The flow ended.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="elapsed">How long it took altogether.</param>
    void End(FlowOutcome outcome, TimeSpan elapsed);
}
