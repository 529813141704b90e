using System.Runtime.CompilerServices;
using System.Text;
using System.Web;
using Eudiplo.Load.Wallets;

namespace Eudiplo.Load.Flows;

/// <summary>
/// A wallet that knows no interactive authorization: it pushes its request and opens a browser, which goes to the tenant's page, comes back
/// from there and brings the code; the wallet redeems it.
/// </summary>
public sealed class ParFlow : IFlow
{
    /// <inheritdoc/>
    public string Name => "par";

    /// <inheritdoc/>
    public string Description => "A pushed request, the browser's way to the tenant's page and back, and the redemption of the code.";

    /// <inheritdoc/>
    public IReadOnlyList<string> CredentialConfigurations => [];

    /// <inheritdoc/>
    public string Needs => "The tenant needs 'pushedAuthorizationRequests' and a configuration 'browser-credential' as the demo's.";

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(VirtualWallet wallet)
    {
        wallet.BeginFlow();
        wallet.Body.Append(wallet.Tenant.InitialBody(IaeSteps.Browser, byPages: true));
        wallet.Body.Append(wallet.CodeChallenge);
        if (!await wallet.SendAsync("par", wallet.Tenant.Push))
        {
            return false;
        }

        if (wallet.Reply.RequestUri.IsEmpty)
        {
            return wallet.Unexpected("par", "request_uri");
        }

        byte[] path = [.. wallet.Tenant.BrowserPath, .. Encoding.ASCII.GetBytes(Uri.EscapeDataString(Encoding.ASCII.GetString(wallet.Reply.RequestUri.Span)))];
        if (!await wallet.BrowseAsync("authorize", path))
        {
            return false;
        }

        // A browser that is new to the server is given a cookie, and has to come again with it.
        var authorization = wallet.Tenant.Endpoints.Authorization;
        if (Uri.TryCreate(authorization, wallet.Location, out var again) && again.AbsolutePath == authorization.AbsolutePath
            && !await wallet.BrowseAsync("authorize", Encoding.ASCII.GetBytes(again.PathAndQuery)))
        {
            return false;
        }

        if (!Uri.TryCreate(Query(wallet.Location, "return"), UriKind.Absolute, out var back))
        {
            return wallet.Unexpected("authorize", "a return URL");
        }

        if (!await wallet.BrowseAsync("return", Encoding.ASCII.GetBytes(back.PathAndQuery)))
        {
            return false;
        }

        return wallet.Location.StartsWith(TenantTarget.RedirectUri, StringComparison.Ordinal) && Query(wallet.Location, "code") is { } code
            ? await wallet.RedeemAsync(Encoding.ASCII.GetBytes(code))
            : wallet.Unexpected("return", "code");
    }

    private static string? Query(string location, string name) =>
        location.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? HttpUtility.ParseQueryString(location[at..])[name] : null;
}
