using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The guide's diagram to its last arrow: the web flow, the token, a nonce, and the credential for a key proof.</summary>
public sealed class CredentialFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "credential";

    /// <inheritdoc/>
    public string Description => "The web flow, its token, a nonce, and the credential for a key proof that is signed now.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [IaeSteps.Web];

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet)
    {
        if (!(await wallet.StartAsync(IaeSteps.Web)
            && await wallet.CompleteWebStepAsync()
            && await wallet.ContinueAsync()
            && wallet.HasCode()
            && await wallet.RedeemAsync()))
        {
            return false;
        }

        var token = wallet.Reply.AccessToken.ToArray();
        var identifier = wallet.Reply.CredentialIdentifier.ToArray();
        if (identifier.Length == 0)
        {
            return wallet.Unexpected("token", "credential_identifiers");
        }

        if (!await wallet.SendAsync("nonce", wallet.Tenant.Nonce))
        {
            return false;
        }

        if (wallet.Reply.CredentialNonce.IsEmpty)
        {
            return wallet.Unexpected("nonce", "c_nonce");
        }

        wallet.Body.Append("{\"credential_identifier\":\""u8);
        wallet.Body.Append(identifier);
        wallet.Body.Append("\",\"proofs\":{\"jwt\":[\""u8);
        wallet.Body.Append(wallet.KeyProofs.Sign(wallet.Reply.CredentialNonce.Span).Span);
        wallet.Body.Append("\"]}}"u8);
        return await wallet.SendAsync("credential", wallet.Tenant.Credential, accessToken: token)
            && (!wallet.Reply.Credential.IsEmpty || wallet.Unexpected("credential", "a credential"));
    }
}
