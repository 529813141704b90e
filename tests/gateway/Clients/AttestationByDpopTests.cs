using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Clients;

/// <summary>Wallet attestation whose proof is that of DPoP (OAuth 2.0 Attestation-Based Client Authentication, "DPoP Combined Mode").</summary>
public sealed class AttestationByDpopTests
{
    private static readonly EcKey Attester = EcKey.Generate();

    [Fact]
    public async Task A_dpop_proof_by_the_attested_key_stands_for_the_attestations_own_from_the_first_request_to_the_refresh()
    {
        await using var host = await StartAsync();
        var (wallet, other, pkce, urls) = (new SignedClient("eudi-wallet"), new SignedClient("eudi-wallet"), Pkce.Generate(), host.Endpoints());
        KeyValuePair<string, string>[] Redeem(string code) => [new("grant_type", "authorization_code"), new("code", code), new("code_verifier", pkce.Verifier)];

        var web = await PostAsync(host, urls.InteractiveAuthorization, wallet.Initial(host, pkce), wallet);
        KeyValuePair<string, string>[] followUp = [new("auth_session", web.AuthSession!), new("code_verifier", pkce.Verifier)];
        Assert.Equal("invalid_auth_session", (await PostAsync(host, urls.InteractiveAuthorization, followUp, other)).Error);
        var done = await PostAsync(host, urls.InteractiveAuthorization, followUp, wallet);
        Assert.NotNull((await PostAsync(host, urls.Token, Redeem(done.Code!), other)).Error);
        var tokens = await PostAsync(host, urls.Token, Redeem(done.Code!), wallet);
        KeyValuePair<string, string>[] refresh = [new("grant_type", "refresh_token"), new("refresh_token", tokens.Member("refresh_token")!)];

        Assert.Equal("DPoP", tokens.Member("token_type"));
        Assert.NotNull((await PostAsync(host, urls.Token, refresh, other)).Error);
        Assert.Equal("DPoP", (await PostAsync(host, urls.Token, refresh, wallet)).Member("token_type"));
    }

    [Theory]
    [InlineData("par", HttpStatusCode.Created)]
    [InlineData("authorize/challenge", HttpStatusCode.BadRequest)]
    [InlineData("introspect", HttpStatusCode.OK)]
    [InlineData("revoke", HttpStatusCode.OK)]
    public async Task Wherever_clients_authenticate_they_may_so(string endpoint, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        var (wallet, address) = (new SignedClient("by-dpop"), Url(endpoint));
        KeyValuePair<string, string>[] request = [.. wallet.Initial(host, Pkce.Generate()), new("token", "x")];

        using var taken = await SendAsync(host, address, request, Headers(wallet, address));
        using var foreign = await SendAsync(host, address, request, Headers(wallet, address, EcKey.Generate()));
        using var elsewhere = await SendAsync(host, address, request, Headers(wallet, Url("token")));

        // At the challenge endpoint bare names are types of no use: the client got through, and its request is for a browser.
        Assert.Equal(status, taken.StatusCode);
        Assert.DoesNotContain("invalid_", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("invalid_client_attestation", await foreign.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("invalid_dpop_proof", await elsewhere.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attestations_own_proof_counts_where_there_is_one()
    {
        await using var host = await StartAsync();
        var (wallet, address) = (new SignedClient("eudi-wallet"), host.Endpoints().InteractiveAuthorization);
        var bad = wallet.Proof(null, EcKey.Generate());

        var refused = await SignedClient.PostAsync(
            host, address, wallet.Initial(host, Pkce.Generate()), [.. Headers(wallet, address), ("OAuth-Client-Attestation-PoP", bad)]);
        var byAnotherKey = await SignedClient.PostAsync(
            host, address, wallet.Initial(host, Pkce.Generate()), [.. Headers(wallet, address, EcKey.Generate()), ("OAuth-Client-Attestation-PoP", wallet.Proof())]);

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client_attestation"), (refused.Status, refused.Error));
        Assert.NotNull(byAnotherKey.AuthSession);
    }

    [Fact]
    public async Task A_client_that_is_registered_for_one_way_is_refused_the_other()
    {
        await using var host = await StartAsync();
        var address = Url("introspect");
        KeyValuePair<string, string>[] request = [new("token", "x")];
        var (byDpop, byProof) = (new SignedClient("by-dpop"), new SignedClient("by-proof"));

        Assert.Equal("invalid_client", (await SignedClient.PostAsync(host, address, request, OwnProof(byDpop))).Error);
        Assert.Equal("invalid_client", (await SignedClient.PostAsync(host, address, request, Headers(byProof, address))).Error);
        Assert.Null((await SignedClient.PostAsync(host, address, request, OwnProof(byProof))).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_challenge_is_the_nonce_of_the_dpop_proof(bool asksForNonces)
    {
        await using var host = await StartAsync(challengeRequired: true, asksForNonces);
        var (wallet, address) = (new SignedClient("eudi-wallet"), host.Endpoints().InteractiveAuthorization);
        var challenge = await SignedClient.PostAsync(host, Url("attestation-challenge"), []);

        var without = await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet, address));
        var with = await SignedClient.PostAsync(
            host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet, address, nonce: challenge.Member("attestation_challenge")));
        var forged = await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet, address, nonce: new string('A', 32)));

        var error = asksForNonces ? "use_dpop_nonce" : "use_attestation_challenge";
        Assert.Equal((error, error), (without.Error, forged.Error));
        Assert.NotNull(with.AuthSession);
    }

    [Fact]
    public async Task Metadata_says_so()
    {
        await using var host = await StartAsync();
        var json = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/oauth-authorization-server/demo"))!;

        Assert.Contains("attest_jwt_client_auth_dpop", json["token_endpoint_auth_methods_supported"]!.AsArray().Select(m => m!.GetValue<string>()));
        Assert.NotEmpty(json["dpop_signing_alg_values_supported"]!.AsArray());
    }

    private static Uri Url(string endpoint) => new($"https://issuer.example/demo/oid4vci/{endpoint}");

    private static (string, string)[] Headers(SignedClient wallet, Uri address, EcKey? key = null, string? nonce = null) =>
    [
        ("OAuth-Client-Attestation", wallet.Attestation(Attester)),
        ("DPoP", new DpopProof(key ?? wallet.Key, TimeProvider.System).Create("POST", address, nonce)),
    ];

    private static (string, string)[] OwnProof(SignedClient wallet) =>
        [("OAuth-Client-Attestation", wallet.Attestation(Attester)), ("OAuth-Client-Attestation-PoP", wallet.Proof())];

    private static Task<SignedReply> PostAsync(GatewayHost host, Uri address, IEnumerable<KeyValuePair<string, string>> parameters, SignedClient wallet) =>
        SignedClient.PostAsync(host, address, parameters, Headers(wallet, address));

    private static async Task<HttpResponseMessage> SendAsync(
        GatewayHost host, Uri address, IEnumerable<KeyValuePair<string, string>> parameters, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(parameters) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await host.Http.SendAsync(request);
    }

    private static Task<GatewayHost> StartAsync(bool challengeRequired = false, bool asksForNonces = false) => GatewayHost.StartWithAsync(tenant =>
    {
        foreach (var (id, method) in new[] { ("by-dpop", "attest_jwt_client_auth_dpop"), ("by-proof", "attest_jwt_client_auth") })
        {
            tenant["clients"]!.AsArray().Add(new JsonObject
            {
                ["clientId"] = id,
                ["tokenEndpointAuthMethod"] = method,
                ["redirectUris"] = new JsonArray("https://wallet.example/cb"),
                ["permissions"] = new JsonArray("authorize", "introspect"),
            });
        }

        tenant["dpop"] = new JsonObject { ["nonces"] = asksForNonces };
        tenant["clientAttestation"] = new JsonObject
        {
            ["challengeRequired"] = challengeRequired,
            ["attesters"] = new JsonArray(new JsonObject
            {
                ["issuer"] = "https://attester.example",
                ["jwks"] = new JsonObject { ["keys"] = new JsonArray(Attester.PublicJwk()) },
            }),
        };
    });
}
