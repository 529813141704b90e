using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>A presentation, then a web step, up to the code.</summary>
public sealed class OrganizationFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "organization";

    /// <inheritdoc/>
    public string Description => "A presentation, then a web step, up to the code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Organization];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        await wallet.StartAsync(IaeSteps.Organization)
        && await wallet.PresentAsync(IaeSteps.Organization)
        && await wallet.CompleteWebStepAsync()
        && await wallet.ContinueAsync()
        && wallet.HasCode();
}
