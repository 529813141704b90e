using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Gateway.Tests.Durability;

/// <summary>
/// A wallet that remembers what it was told, and the request that it has no answer to yet. It goes on from there against whichever process
/// answers.
/// </summary>
internal sealed class DurableWallet(HolderWallet holder)
{
    private readonly Pkce _pkce = Pkce.Generate();
    private string? _presentation;

    /// <summary>The newest answer; null before the first.</summary>
    public InteractiveReply? Last { get; private set; }

    /// <summary>Whether the token request was sent: its answer may be lost for good.</summary>
    public bool Redeeming { get; private set; }

    public string? AccessToken { get; private set; }

    public string? Error { get; private set; }

    /// <summary>How many answers it got.</summary>
    public int Answers { get; private set; }

    /// <summary>Sends the next request, or the last one again, byte for byte, when its answer never came.</summary>
    public async Task StepAsync(GatewayProcess gateway)
    {
        var endpoints = TenantEndpoints.Conventional(gateway.Url, "demo");
        var wallet = new WalletClient(gateway.Http, endpoints, new BareDialect(), "wallet");
        switch (Last)
        {
            case null:
                Take(await wallet.StartAsync("organization-credential", _pkce));
                break;
            case { PresentationRequest: { } asked }:
                _presentation ??= holder.Answer(PresentationRequest.Parse(asked), wallet.Audience, endpoints.InteractiveAuthorization.ToString());
                Take(await wallet.PresentAsync(Last.AuthSession!, _presentation));
                break;
            case { RequestUri: not null }:
                var confirmed = await new TenantBackend(gateway.Http, endpoints, gateway.Demo.Backend).CompleteWebStepAsync(AuthSessionId.Of(Last.AuthSession!)!.Value.ToString());
                if (!confirmed.Succeeded)
                {
                    Error = confirmed.Error;
                    break;
                }

                Take(await wallet.ContinueAsync(Last.AuthSession!, _pkce.Verifier));
                break;
            default:
                Redeeming = true;
                var tokens = await wallet.RedeemAsync(Last.Code!, _pkce.Verifier);
                (AccessToken, Error) = (tokens.AccessToken, tokens.Error);
                Answers++;
                break;
        }
    }

    private void Take(InteractiveReply reply)
    {
        if (reply.Error is { } error)
        {
            Error = $"{error}: {reply.ErrorDescription}";
            return;
        }

        Last = reply;
        Answers++;
    }
}
