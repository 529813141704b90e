using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>An introspection of a live token, by the tenant's backend as the resource server.</summary>
public sealed class IntrospectFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "introspect";

    /// <inheritdoc/>
    public string Description => "An introspection of a live token by the resource server; the tokens are made before.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Web];

    /// <inheritdoc/>
    public string Needs => "The tenant's backend needs the permission 'introspect'.";

    /// <inheritdoc/>
    public ValueTask<bool> PrepareAsync(VirtualWallet wallet) => wallet.ObtainGrantsAsync();

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet)
    {
        // In turn: the grants of a wallet are asked about one after the other.
        wallet.BeginFlow();
        if (!wallet.Grants.TryDequeue(out var grant))
        {
            return await wallet.ObtainGrantsAsync();
        }

        var succeeded = await wallet.IntrospectAsync(grant.AccessToken, active: true);
        if (succeeded || wallet.MayRepeat)
        {
            wallet.Grants.Enqueue(grant);
        }

        return succeeded;
    }
}
