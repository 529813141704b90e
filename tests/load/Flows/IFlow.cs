using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>
/// Something that a wallet does over and over. A further flow is one further file: every implementation with a parameterless
/// constructor in this assembly can be named on the command line.
/// </summary>
public interface IFlow
{
    /// <summary>The name for `--flow`.</summary>
    string Name { get; }

    /// <summary>One sentence for the help and the report.</summary>
    string Description { get; }

    /// <summary>The credential configurations that the flow asks for; wallets are prepared for them.</summary>
    IReadOnlyList<string> CredentialConfigurations { get; }

    /// <summary>What the flow needs that not every tenant has, as a sentence for the message when it cannot begin; null: nothing.</summary>
    string? Needs => null;

    /// <summary>Gets what the flow works on; before the clock starts.</summary>
    /// <returns>Whether that went well; what failed has been counted by the wallet.</returns>
    ValueTask<bool> PrepareAsync(VirtualWallet wallet) => ValueTask.FromResult(true);

    /// <summary>Runs the flow once.</summary>
    /// <returns>Whether it reached its end; what failed has been counted by the wallet.</returns>
    ValueTask<bool> RunAsync(VirtualWallet wallet);
}
