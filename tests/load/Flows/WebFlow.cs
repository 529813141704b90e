using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The three requests of the web flow: initial, the backend's confirmation, follow-up with the code.</summary>
public sealed class WebFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "web";

    /// <inheritdoc/>
    public string Description => "The three requests of the web flow: initial, the backend's confirmation, follow-up with the code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Web];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        await wallet.StartAsync(IaeSteps.Web)
        && await wallet.CompleteWebStepAsync()
        && await wallet.ContinueAsync()
        && wallet.HasCode();
}
