using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The initial request alone: a session is created and left to expire.</summary>
public sealed class InitialFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "initial";

    /// <inheritdoc/>
    public string Description => "The initial request alone: a session is created and left to expire.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Web];

    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        wallet.StartAsync(IaeSteps.Web);
}
