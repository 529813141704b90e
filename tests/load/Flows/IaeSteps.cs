using System.Runtime.CompilerServices;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>The requests that the flows are made of. Each tells whether the flow can go on.</summary>
public static class IaeSteps
{
    /// <summary>The configuration that asks for a presentation.</summary>
    public const string Citizen = "citizen-credential";

    /// <summary>The configuration that asks for a presentation of an mdoc.</summary>
    public const string Licence = "licence-credential";

    /// <summary>The configuration that asks for an encrypted presentation.</summary>
    public const string Encrypted = "encrypted-credential";

    /// <summary>The configuration that asks for a presentation, then a web step.</summary>
    public const string Organization = "organization-credential";

    /// <summary>The configuration that asks for a web step.</summary>
    public const string Web = "web-credential";

    /// <summary>The configuration that asks for a web step, at whose end the browser comes back.</summary>
    public const string Browser = "browser-credential";

    /// <summary>The initial request.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> StartAsync(this VirtualWallet wallet, string credentialConfiguration)
    {
        wallet.BeginFlow();
        wallet.Body.Append(wallet.Tenant.InitialBody(credentialConfiguration));
        wallet.Body.Append(wallet.CodeChallenge);
        return await wallet.SendAsync("initial", wallet.Tenant.Interactive)
            && (!wallet.Reply.AuthSession.IsEmpty || wallet.Unexpected("initial", "auth_session"));
    }

    /// <summary>The answer to a presentation step, signed now.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> PresentAsync(this VirtualWallet wallet, string credentialConfiguration)
    {
        if (wallet.Reply.Nonce.IsEmpty)
        {
            return wallet.Unexpected("initial", "nonce");
        }

        AppendAuthSession(wallet);
        wallet.Body.Append("&openid4vp_response="u8);
        if (!wallet.TryWritePresentation(credentialConfiguration))
        {
            wallet.Body.Clear();
            return wallet.Unexpected("initial", "client_metadata");
        }

        return await wallet.SendAsync("presentation", wallet.Tenant.Interactive);
    }

    /// <summary>The backend's confirmation of the web step.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> CompleteWebStepAsync(this VirtualWallet wallet)
    {
        if (!wallet.WebStep.TryKeep(wallet.Reply.AuthSession.Span))
        {
            return wallet.Unexpected("initial", "a session id in auth_session");
        }

        wallet.Body.Append("""{"data":{"company":"ACME"}}"""u8);
        return await wallet.SendAsync("complete-web-auth", wallet.Tenant.CompleteWebStep, wallet.WebStep.SessionId);
    }

    /// <summary>The wallet's follow-up after the web step.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<bool> ContinueAsync(this VirtualWallet wallet)
    {
        wallet.Body.Append("auth_session="u8);
        wallet.Body.Append(wallet.WebStep.AuthSession);
        wallet.Body.Append("&code_verifier="u8);
        wallet.Body.Append(wallet.CodeVerifier);
        return await wallet.SendAsync("follow-up", wallet.Tenant.Interactive);
    }

    /// <summary>Checks that the newest reply brought the code.</summary>
    public static bool HasCode(this VirtualWallet wallet) => !wallet.Reply.Code.IsEmpty || wallet.Unexpected("follow-up", "code");

    private static void AppendAuthSession(VirtualWallet wallet)
    {
        wallet.Body.Append("auth_session="u8);
        wallet.Body.Append(wallet.Reply.AuthSession.Span);
    }
}
