using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>A presentation with a fresh signature, encrypted to the key of the step, up to the code.</summary>
public sealed class EncryptedFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "encrypted";

    /// <inheritdoc/>
    public string Description => "A presentation with a fresh signature, encrypted to the key of the step, up to the code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Encrypted];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet) =>
        await wallet.StartAsync(IaeSteps.Encrypted)
        && await wallet.PresentAsync(IaeSteps.Encrypted)
        && wallet.HasCode();
}
