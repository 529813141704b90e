using System.Runtime.CompilerServices;
using System.Text;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The requests about tokens that the flows are made of. Each tells whether the flow can go on.</summary>
public static class TokenSteps
{
    private static readonly byte[] BrowserCode =
        Encoding.ASCII.GetBytes($"&redirect_uri={Uri.EscapeDataString(TenantTarget.RedirectUri)}&code=");

    /// <summary>Redeems the code of the newest reply.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> RedeemAsync(this VirtualWallet wallet)
    {
        wallet.Body.Append(wallet.Tenant.TokenBody);
        wallet.Body.Append(wallet.CodeVerifier);
        wallet.Body.Append("&code="u8);
        wallet.Body.Append(wallet.Reply.Code.Span);
        return await wallet.SendAsync("token", wallet.Tenant.Token) && HasTokens(wallet, "token");
    }

    /// <summary>Redeems a code that came through the browser.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="code">The code, as the redirect has it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> RedeemAsync(this VirtualWallet wallet, byte[] code)
    {
        wallet.Body.Append(wallet.Tenant.TokenBody);
        wallet.Body.Append(wallet.CodeVerifier);
        wallet.Body.Append(BrowserCode);
        wallet.Body.Append(code);
        return await wallet.SendAsync("token", wallet.Tenant.Token) && HasTokens(wallet, "token");
    }

    /// <summary>Redeems the pre-authorized code of the newest reply.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> RedeemOfferAsync(this VirtualWallet wallet)
    {
        wallet.Body.Append(wallet.Tenant.OfferedBody);
        wallet.Body.Append(wallet.Reply.PreAuthorizedCode.Span);
        return await wallet.SendAsync("token", wallet.Tenant.Token) && HasTokens(wallet, "token");
    }

    /// <summary>Gets the grants that a flow works on: the token flow, as often as needed.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> ObtainGrantsAsync(this VirtualWallet wallet)
    {
        while (wallet.Grants.Count < wallet.Settings.Grants)
        {
            if (!(await wallet.StartAsync(IaeSteps.Web)
                && await wallet.CompleteWebStepAsync()
                && await wallet.ContinueAsync()
                && wallet.HasCode()
                && await wallet.RedeemAsync()))
            {
                return false;
            }

            wallet.Grants.Enqueue(new HeldGrant(wallet.Reply.AccessToken.ToArray(), wallet.Reply.RefreshToken.ToArray()));
        }

        return true;
    }

    /// <summary>Refreshes a grant.</summary>
    /// <returns>The grant with its new tokens; null when it failed.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<HeldGrant?> RefreshAsync(this VirtualWallet wallet, HeldGrant grant)
    {
        wallet.Body.Append(wallet.Tenant.RefreshBody);
        wallet.Body.Append(grant.RefreshToken);
        if (!await wallet.SendAsync("refresh", wallet.Tenant.Token) || !HasTokens(wallet, "refresh"))
        {
            return null;
        }

        if (wallet.Reply.RefreshToken.IsEmpty)
        {
            wallet.Unexpected("refresh", "refresh_token");
            return null;
        }

        if (wallet.Reply.RefreshToken.Span.SequenceEqual(grant.RefreshToken))
        {
            wallet.Wrong("refresh", "the refresh token did not rotate");
            return null;
        }

        return new HeldGrant(wallet.Reply.AccessToken.ToArray(), wallet.Reply.RefreshToken.ToArray());
    }

    /// <summary>Gets a token for the tenant's backend itself.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> ClientCredentialsAsync(this VirtualWallet wallet)
    {
        wallet.BeginFlow();
        wallet.Body.Append("grant_type=client_credentials&scope=demo"u8);
        return await wallet.SendAsync("client-credentials", wallet.Tenant.BackendToken)
            && (!wallet.Reply.AccessToken.IsEmpty || wallet.Unexpected("client-credentials", "access_token"));
    }

    /// <summary>Asks what a token is worth.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="token">The token.</param>
    /// <param name="active">Whether it has to be active.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> IntrospectAsync(this VirtualWallet wallet, byte[] token, bool active)
    {
        wallet.Body.Append("token="u8);
        wallet.Body.Append(token);
        if (!await wallet.SendAsync("introspect", wallet.Tenant.Introspection))
        {
            return false;
        }

        return wallet.Reply.Active switch
        {
            null => wallet.Unexpected("introspect", "active"),
            { } told when told == active => true,
            true => wallet.Wrong("introspect", "a revoked token is active"),
            false => wallet.Wrong("introspect", "a live token is not active"),
        };
    }

    /// <summary>Revokes a token of the tenant's backend.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> RevokeAsync(this VirtualWallet wallet, byte[] token)
    {
        wallet.Body.Append("token="u8);
        wallet.Body.Append(token);
        return await wallet.SendAsync("revoke", wallet.Tenant.Revocation);
    }

    private static bool HasTokens(VirtualWallet wallet, string kind)
    {
        if (wallet.Reply.AccessToken.IsEmpty)
        {
            return wallet.Unexpected(kind, "access_token");
        }

        return wallet.Reply.TokenType.Span.SequenceEqual(wallet.TokenType) || wallet.Wrong(kind, "another token_type");
    }
}
