using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>Everything: a presentation, a web step, and the redemption of the code.</summary>
public sealed class WholeFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "whole";

    /// <inheritdoc/>
    public string Description => "Everything: a presentation, a web step, and the redemption of the code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Organization];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        await wallet.StartAsync(IaeSteps.Organization)
        && await wallet.PresentAsync(IaeSteps.Organization)
        && await wallet.CompleteWebStepAsync()
        && await wallet.ContinueAsync()
        && wallet.HasCode()
        && await wallet.RedeemAsync();
}
