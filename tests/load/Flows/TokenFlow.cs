using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The web flow and the redemption of its code.</summary>
public sealed class TokenFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "token";

    /// <inheritdoc/>
    public string Description => "The web flow and the redemption of its code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Web];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        await wallet.StartAsync(IaeSteps.Web)
        && await wallet.CompleteWebStepAsync()
        && await wallet.ContinueAsync()
        && wallet.HasCode()
        && await wallet.RedeemAsync();
}
