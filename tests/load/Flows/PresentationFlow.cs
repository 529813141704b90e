using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>A presentation with a fresh signature, up to the code.</summary>
public sealed class PresentationFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "presentation";

    /// <inheritdoc/>
    public string Description => "A presentation with a fresh signature, up to the code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Citizen];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        await wallet.StartAsync(IaeSteps.Citizen)
        && await wallet.PresentAsync(IaeSteps.Citizen)
        && wallet.HasCode();
}
