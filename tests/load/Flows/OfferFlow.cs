using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>An offer that the operator makes, and the token that the wallet gets with its pre-authorized code.</summary>
public sealed class OfferFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "offer";

    /// <inheritdoc/>
    public string Description => "An offer that the operator makes, and the redemption of its pre-authorized code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [];

    /// <inheritdoc/>
    public string Needs => "Offers are made through the admin API: name the file with the operator's key with --admin-key-file.";

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet)
    {
        if (wallet.Tenant.Offers is not { } offers)
        {
            return wallet.Wrong("offer", "no admin key");
        }

        wallet.BeginFlow();
        wallet.Body.Append("""{"credentialConfigurationIds":["plain-credential"]}"""u8);
        if (!await wallet.SendAsync("offer", offers))
        {
            return false;
        }

        return wallet.Reply.PreAuthorizedCode.IsEmpty ? wallet.Unexpected("offer", "pre-authorized_code") : await wallet.RedeemOfferAsync();
    }
}
