using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.FrontChannel;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Clients;

/// <summary>Who may push a request, for whom it is, and with what key its code is redeemed (RFC 9126; RFC 9449, section 10.1).</summary>
public sealed class PushedRequestTests
{
    private static readonly Uri Par = new("https://issuer.example/demo/oid4vci/par");

    [Theory]
    [InlineData("https://issuer.example/demo", true)]
    [InlineData("https://issuer.example/demo/oid4vci/token", true)]
    [InlineData("https://issuer.example/demo/oid4vci/par", true)]
    [InlineData("https://issuer.example/second", false)]
    [InlineData("https://issuer.example", false)]
    public async Task An_assertion_for_the_issuer_the_token_endpoint_or_this_endpoint_is_taken(string audience, bool isTaken)
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client, "private_key_jwt");
        var assertion = client.Assertion((_, p) => p["aud"] = audience);

        var reply = await SignedClient.PostAsync(host, Par,
        [
            .. client.Initial(host, Pkce.Generate()),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", assertion),
        ]);

        Assert.Equal(isTaken ? HttpStatusCode.Created : HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal(isTaken ? null : "invalid_client", reply.Error);
    }

    [Fact]
    public async Task A_client_that_authenticates_elsewhere_authenticates_here()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client, "private_key_jwt");

        var reply = await SignedClient.PostAsync(host, Par, client.Initial(host, Pkce.Generate()));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (reply.Status, reply.Error));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_key_of_a_pushed_request_is_told_by_dpop_jkt_or_by_a_proof(bool byProof)
    {
        await using var host = await GatewayHost.StartAsync();
        var (pages, browser, key) = (new PagesWallet(host), new TestBrowser(host.Http), EcKey.Generate());
        var pushed = await PushAsync(host, pages.Pkce, byProof ? null : key.Thumbprint, byProof ? key : null);
        Assert.Equal(HttpStatusCode.Created, pushed.Status);
        var away = await pages.OpenAsync(browser, pushed.Member("request_uri")!);
        var code = (await browser.GoAsync(new Uri(away.Query("return")!))).Query("code")!;

        Assert.Equal("invalid_dpop_proof", (await host.Wallet().RedeemAsync(code, pages.Pkce.Verifier, PagesWallet.RedirectUri)).Error);
        Assert.Equal("invalid_dpop_proof", (await RedeemAsync(EcKey.Generate())).Error);
        Assert.Equal("DPoP", (await RedeemAsync(key)).TokenType);

        async Task<TokenReply> RedeemAsync(EcKey with) =>
            await (await Dpop.DpopTests.WalletAsync(host, with)).RedeemAsync(code, pages.Pkce.Verifier, PagesWallet.RedirectUri);
    }

    [Fact]
    public async Task A_proof_and_a_dpop_jkt_of_two_keys_are_refused()
    {
        await using var host = await GatewayHost.StartAsync();

        var reply = await PushAsync(host, Pkce.Generate(), EcKey.Generate().Thumbprint, EcKey.Generate());

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_dpop_proof"), (reply.Status, reply.Error));
    }

    [Theory]
    [InlineData("code_challenge", "invalid_request")]
    [InlineData("code_challenge_method", "invalid_request")]
    [InlineData("response_type", "invalid_request")]
    [InlineData("client_id", "invalid_request")]
    [InlineData("redirect_uri", "invalid_request")]
    public async Task What_the_authorization_endpoint_needs_is_missed_when_the_request_is_pushed(string left, string error)
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client, "none");

        var reply = await SignedClient.PostAsync(host, Par, client.Initial(host, Pkce.Generate()).Where(p => p.Key != left));

        Assert.Equal((HttpStatusCode.BadRequest, error), (reply.Status, reply.Error));
    }

    [Fact]
    public async Task A_new_redirect_uri_is_taken_from_nobody_where_clients_are_registered()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client, "none", tenant => tenant["allowUnregisteredClients"] = false);
        KeyValuePair<string, string>[] good = [.. client.Initial(host, Pkce.Generate())];

        var elsewhere = good.Select(p => p.Key == "redirect_uri" ? new(p.Key, "https://evil.example/cb") : p);
        Assert.Equal("invalid_request", (await SignedClient.PostAsync(host, Par, elsewhere)).Error);
        var stranger = good.Select(p => p.Key == "client_id" ? new(p.Key, "stranger") : p);
        Assert.Equal("invalid_client", (await SignedClient.PostAsync(host, Par, stranger)).Error);
        Assert.Equal(HttpStatusCode.Created, (await SignedClient.PostAsync(host, Par, good)).Status);
    }

    [Fact]
    public async Task A_request_uri_is_256_random_bits_behind_the_sessions_id()
    {
        await using var host = await GatewayHost.StartAsync();
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            var requestUri = (await PushAsync(host, Pkce.Generate(), null, null)).Member("request_uri")!;
            Assert.True(Protocol.Capabilities.Capability.TryDecode(requestUri["urn:ietf:params:oauth:request_uri:".Length..], out _, out var secret));
            Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(secret).Length);
            Assert.True(secrets.Add(secret));
        }
    }

    private static Task<SignedReply> PushAsync(GatewayHost host, Pkce pkce, string? jkt, EcKey? key)
    {
        List<KeyValuePair<string, string>> parameters =
        [
            new("response_type", "code"), new("client_id", "wallet"), new("redirect_uri", PagesWallet.RedirectUri),
            new("authorization_details", InteractiveRequest.DetailsFor("browser-credential")),
            new("code_challenge", pkce.Challenge), new("code_challenge_method", "S256"),
        ];
        if (jkt is not null)
        {
            parameters.Add(new("dpop_jkt", jkt));
        }

        return key is null
            ? SignedClient.PostAsync(host, Par, parameters)
            : SignedClient.PostAsync(host, Par, parameters, ("DPoP", new DpopProof(key, TimeProvider.System).Create("POST", Par)));
    }

    private static Task<GatewayHost> StartAsync(SignedClient client, string method, Action<JsonObject>? change = null) =>
        GatewayHost.StartWithAsync(tenant =>
        {
            tenant["clients"]!.AsArray().Add(new JsonObject
            {
                ["clientId"] = client.ClientId,
                ["tokenEndpointAuthMethod"] = method,
                ["jwks"] = new JsonObject { ["keys"] = new JsonArray(client.Key.PublicJwk()) },
                ["redirectUris"] = new JsonArray(PagesWallet.RedirectUri),
            });
            change?.Invoke(tenant);
        });
}
