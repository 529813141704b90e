using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>A presentation of a driving licence (mdoc) with a fresh device signature, up to the code.</summary>
public sealed class MdocFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "mdoc";

    /// <inheritdoc/>
    public string Description => "A presentation of a driving licence (mdoc) with a fresh device signature, up to the code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Licence];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        await wallet.StartAsync(IaeSteps.Licence)
        && await wallet.PresentAsync(IaeSteps.Licence)
        && wallet.HasCode();
}
