using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>A refresh: each wallet keeps the newest refresh token of its grants and uses it for the next.</summary>
public sealed class RefreshFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "refresh";

    /// <inheritdoc/>
    public string Description => "A refresh with the newest refresh token, which rotates; the grants are made before.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Web];

    /// <inheritdoc/>
    public ValueTask<bool> PrepareAsync(VirtualWallet wallet) => wallet.ObtainGrantsAsync();

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet)
    {
        wallet.BeginFlow();
        if (!wallet.Grants.TryDequeue(out var grant))
        {
            return await wallet.ObtainGrantsAsync();
        }

        var refreshed = await wallet.RefreshAsync(grant);
        if (refreshed is not null || wallet.MayRepeat)
        {
            // Without a last word, the same request again is the right one: within the grace it gets the same answer.
            wallet.Grants.Enqueue(refreshed ?? grant);
        }

        return refreshed is not null;
    }
}
