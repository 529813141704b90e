using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>A token that the tenant's backend gets for itself.</summary>
public sealed class ClientCredentialsFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "client-credentials";

    /// <inheritdoc/>
    public string Description => "A token that the tenant's backend gets for itself.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [];

    /// <inheritdoc/>
    public string Needs => "The tenant's backend needs the permission 'client-credentials' and the scope 'demo'.";

    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(VirtualWallet wallet) => wallet.ClientCredentialsAsync();
}
