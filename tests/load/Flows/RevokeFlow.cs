using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>A token that is made, revoked, and then not active.</summary>
public sealed class RevokeFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "revoke";

    /// <inheritdoc/>
    public string Description => "A token that is made (client-credentials), revoked, and then introspected: it must not be active.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [];

    /// <inheritdoc/>
    public string Needs => "The tenant's backend needs the permissions 'client-credentials' and 'introspect' and the scope 'demo'.";

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet)
    {
        if (!await wallet.ClientCredentialsAsync())
        {
            return false;
        }

        var token = wallet.Reply.AccessToken.ToArray();
        return await wallet.RevokeAsync(token) && await wallet.IntrospectAsync(token, active: false);
    }
}
