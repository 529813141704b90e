using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.OAuth;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Gateway.Tests.FrontChannel;

/// <summary>A wallet that knows no interactive authorization: it pushes its request, opens a browser, and presents by links.</summary>
internal sealed class PagesWallet(GatewayHost host)
{
    public const string RedirectUri = "https://wallet.example/cb";

    public Pkce Pkce { get; } = Pkce.Generate();

    /// <summary>The languages that it asks for; null for none.</summary>
    public string? UiLocales { get; init; }

    public async Task<string> PushAsync(string credential, string redirectUri = RedirectUri, string clientId = "wallet")
    {
        using var content = new FormUrlEncodedContent(
        [
            new("response_type", "code"), new("client_id", clientId), new("redirect_uri", redirectUri), new("state", "s t"),
            new("authorization_details", InteractiveRequest.DetailsFor(credential)),
            new("code_challenge", Pkce.Challenge), new("code_challenge_method", "S256"),
            .. UiLocales is null ? Array.Empty<KeyValuePair<string, string>>() : [new("ui_locales", UiLocales)],
        ]);
        using var response = await host.Http.PostAsync($"{host.Endpoints().Issuer.ToString().TrimEnd('/')}/oid4vci/par", content);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["request_uri"]!.GetValue<string>();
    }

    public Task<Visit> OpenAsync(TestBrowser browser, string requestUri, string clientId = "wallet") =>
        browser.OpenAsync(host.Endpoints().Authorization, clientId, requestUri);

    /// <summary>Takes up a link: what the request asks, and where its answer goes.</summary>
    /// <param name="link">The link.</param>
    /// <param name="posted">What the wallet posts to take it up; null for a wallet that does not post.</param>
    public async Task<AskedByLink> TakeUpAsync(string link, params KeyValuePair<string, string>[]? posted)
    {
        Assert.StartsWith("openid4vp://?client_id=x509_hash%3A", link, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(new Uri(link).Query);
        Assert.Equal("post", query["request_uri_method"]);
        using var content = posted is { Length: > 0 } ? new FormUrlEncodedContent(posted) : null;
        using var response = await (content is null ? host.Http.GetAsync(query["request_uri"]) : host.Http.PostAsync(query["request_uri"], content));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/oauth-authz-req+jwt", response.Content.Headers.ContentType?.MediaType);
        var jwt = (await response.Content.ReadAsStringAsync()).Split('.');
        var request = (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(jwt[1]))!;
        Assert.Equal(query["client_id"], request["client_id"]!.GetValue<string>());
        Assert.Equal("direct_post.jwt", request["response_mode"]!.GetValue<string>());
        return new AskedByLink(request, request["client_id"]!.GetValue<string>(), new Uri(request["response_uri"]!.GetValue<string>()));
    }

    /// <summary>An answer as it is inside, before it is encrypted.</summary>
    public string Plain(
        AskedByLink asked, PresentationMutation? mutation = null, string? audience = null, HolderWallet? holder = null, MdocMutation? mdocMutation = null) =>
        (holder ?? host.Holder()).Answer(
            PresentationRequest.Parse(asked.Request), audience ?? asked.ClientId, asked.ResponseUri.ToString(), mutation, mdocMutation);

    /// <summary>An answer, encrypted to the key of the request, or to another one.</summary>
    public string Answer(
        AskedByLink asked,
        PresentationMutation? mutation = null,
        string? audience = null,
        HolderWallet? holder = null,
        MdocMutation? mdocMutation = null,
        EcKey? encryptTo = null)
    {
        var offered = asked.Request["client_metadata"]!["jwks"]!["keys"]![0]!.DeepClone();
        if (encryptTo?.PublicJwk() is { } other)
        {
            (offered["x"], offered["y"]) = (other["x"]!.DeepClone(), other["y"]!.DeepClone());
        }

        Assert.True(Jwk.TryParse(offered.ToJsonString(), out var key, out _));
        var plain = Plain(asked, mutation, audience, holder, mdocMutation);
        return JweEncrypter.Encrypt(Encoding.UTF8.GetBytes(plain), key, JweEncryptions.A256GCM)!;
    }

    public async Task<(HttpStatusCode Status, JsonObject Json)> PostAsync(AskedByLink asked, params (string Name, string Value)[] parameters)
    {
        using var content = new FormUrlEncodedContent(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)));
        using var response = await host.Http.PostAsync(asked.ResponseUri, content);
        return (response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public Task<TokenReply> RedeemAsync(Visit back, string? redirectUri = RedirectUri, string clientId = "wallet") =>
        host.Wallet(clientId: clientId).RedeemAsync(back.Query("code")!, Pkce.Verifier, redirectUri);
}

/// <summary>A presentation request that was fetched by its link.</summary>
internal sealed record AskedByLink(JsonObject Request, string ClientId, Uri ResponseUri);
