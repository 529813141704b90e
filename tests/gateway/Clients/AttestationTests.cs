using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Clients;

/// <summary>Wallet attestation (OAuth 2.0 Attestation-Based Client Authentication).</summary>
public sealed class AttestationTests
{
    private static readonly EcKey Attester = EcKey.Generate();

    [Fact]
    public async Task A_session_and_its_code_belong_to_the_instance_that_was_attested()
    {
        await using var host = await StartAsync();
        var (wallet, other, pkce, urls) = (new SignedClient("eudi-wallet"), new SignedClient("eudi-wallet"), Pkce.Generate(), host.Endpoints());
        KeyValuePair<string, string>[] FollowUp(string session) => [new("auth_session", session), new("code_verifier", pkce.Verifier)];
        KeyValuePair<string, string>[] Redeem(string code) =>
            [new("grant_type", "authorization_code"), new("code", code), new("code_verifier", pkce.Verifier), new("client_id", "eudi-wallet")];

        var web = await SignedClient.PostAsync(host, urls.InteractiveAuthorization, wallet.Initial(host, pkce), Headers(wallet));
        Assert.Equal("invalid_auth_session", (await SignedClient.PostAsync(host, urls.InteractiveAuthorization, FollowUp(web.AuthSession!), Headers(other))).Error);
        Assert.Equal("invalid_client", (await SignedClient.PostAsync(host, urls.InteractiveAuthorization, FollowUp(web.AuthSession!))).Error);
        var done = await SignedClient.PostAsync(host, urls.InteractiveAuthorization, FollowUp(web.AuthSession!), Headers(wallet));
        Assert.Equal("invalid_grant", (await SignedClient.PostAsync(host, urls.Token, Redeem(done.Code!), Headers(other))).Error);
        Assert.Equal("Bearer", (await SignedClient.PostAsync(host, urls.Token, Redeem(done.Code!), Headers(wallet))).Member("token_type"));
    }

    [Fact]
    public async Task A_refresh_token_is_for_the_instance_that_was_attested_when_it_was_issued()
    {
        await using var host = await StartAsync();
        var (wallet, other, pkce, urls) = (new SignedClient("eudi-wallet"), new SignedClient("eudi-wallet"), Pkce.Generate(), host.Endpoints());
        var web = await SignedClient.PostAsync(host, urls.InteractiveAuthorization, wallet.Initial(host, pkce), Headers(wallet));
        var done = await SignedClient.PostAsync(
            host, urls.InteractiveAuthorization, [new("auth_session", web.AuthSession!), new("code_verifier", pkce.Verifier)], Headers(wallet));
        var tokens = await SignedClient.PostAsync(
            host, urls.Token, [new("grant_type", "authorization_code"), new("code", done.Code!), new("code_verifier", pkce.Verifier)], Headers(wallet));
        KeyValuePair<string, string>[] refresh =
            [new("grant_type", "refresh_token"), new("refresh_token", tokens.Member("refresh_token")!), new("client_id", "eudi-wallet")];

        Assert.Equal("invalid_grant", (await SignedClient.PostAsync(host, urls.Token, refresh, Headers(other))).Error);
        Assert.Equal("invalid_client", (await SignedClient.PostAsync(host, urls.Token, refresh)).Error);
        Assert.Equal("Bearer", (await SignedClient.PostAsync(host, urls.Token, refresh, Headers(wallet))).Member("token_type"));
    }

    [Fact]
    public async Task An_attestation_that_has_only_expired_is_asked_for_anew()
    {
        await using var host = await StartAsync();
        var wallet = new SignedClient("eudi-wallet");
        string Old(EcKey attester) => wallet.Attestation(attester, (_, p) => p["exp"] = p["exp"]!.GetValue<long>() - 7_200);

        foreach (var (attestation, error) in new[] { (Old(Attester), "use_fresh_attestation"), (Old(EcKey.Generate()), "invalid_client_attestation") })
        {
            var reply = await SignedClient.PostAsync(
                host,
                host.Endpoints().InteractiveAuthorization,
                wallet.Initial(host, Pkce.Generate()),
                ("OAuth-Client-Attestation", attestation),
                ("OAuth-Client-Attestation-PoP", wallet.Proof()));
            Assert.Equal(error, reply.Error);
        }
    }

    [Theory]
    [InlineData("introspect")]
    [InlineData("revoke")]
    [InlineData("par")]
    [InlineData("token")]
    [InlineData("authorize/challenge")]
    public async Task A_required_challenge_is_required_wherever_clients_authenticate(string endpoint)
    {
        await using var host = await StartAsync(challengeRequired: true);
        var (wallet, address) = (new SignedClient("resource-server"), new Uri($"https://issuer.example/demo/oid4vci/{endpoint}"));
        var code = Eudiplo.Protocol.Capabilities.Capability.Encode(Guid.NewGuid(), new string('A', 43));
        KeyValuePair<string, string>[] request =
            [new("client_id", "resource-server"), new("token", code), new("grant_type", "client_credentials")];

        var without = await SignedClient.PostAsync(host, address, request, Headers(wallet));
        Assert.Equal("use_attestation_challenge", without.Error ?? "none");
        using var with = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(request) };
        foreach (var (name, value) in Headers(wallet, without.Challenge))
        {
            with.Headers.Add(name, value);
        }

        using var answer = await host.Http.SendAsync(with);
        Assert.DoesNotContain("attestation", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_an_attestation_is_refused_where_one_is_required()
    {
        await using var host = await StartAsync();

        Assert.Equal("invalid_client", (await host.Wallet().StartAsync("web-credential", Pkce.Generate())).Error);
    }

    [Theory]
    [InlineData("another attester")]
    [InlineData("no exp")]
    [InlineData("another typ")]
    [InlineData("another client")]
    [InlineData("no key")]
    [InlineData("tampered")]
    [InlineData("proof by another key")]
    [InlineData("proof for another server")]
    [InlineData("old proof")]
    [InlineData("proof without iat")]
    [InlineData("proof of another typ")]
    [InlineData("proof without jti")]
    [InlineData("no proof")]
    public async Task An_attestation_that_fails_a_check_is_refused(string what)
    {
        await using var host = await StartAsync();
        var wallet = new SignedClient("eudi-wallet");
        var attestation = wallet.Attestation(what == "another attester" ? EcKey.Generate() : Attester, (h, p) =>
        {
            switch (what)
            {
                case "no exp": p.Remove("exp"); break;
                case "another typ": h["typ"] = "JWT"; break;
                case "another client": p["sub"] = "another"; break;
                case "no key": p.Remove("cnf"); break;
            }
        });
        var proof = wallet.Proof(null, what == "proof by another key" ? EcKey.Generate() : null, (h, p) =>
        {
            switch (what)
            {
                case "proof for another server": p["aud"] = "https://issuer.example/second"; break;
                case "old proof": p["iat"] = p["iat"]!.GetValue<long>() - 600; break;
                case "proof without iat": p.Remove("iat"); break;
                case "proof of another typ": h["typ"] = "JWT"; break;
                case "proof without jti": p.Remove("jti"); break;
            }
        });
        (string, string)[] headers = what == "no proof"
            ? [("OAuth-Client-Attestation", attestation)]
            : [("OAuth-Client-Attestation", what == "tampered" ? CompactJws.TamperSignature(attestation) : attestation), ("OAuth-Client-Attestation-PoP", proof)];

        var reply = await SignedClient.PostAsync(host, host.Endpoints().InteractiveAuthorization, wallet.Initial(host, Pkce.Generate()), headers);

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client_attestation"), (reply.Status, reply.Error));
    }

    [Fact]
    public async Task A_proof_is_used_once()
    {
        await using var host = await StartAsync();
        var (wallet, address) = (new SignedClient("eudi-wallet"), host.Endpoints().InteractiveAuthorization);
        var headers = Headers(wallet);

        Assert.Null((await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), headers)).Error);
        Assert.Equal("invalid_client_attestation", (await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), headers)).Error);
    }

    [Fact]
    public async Task Where_a_challenge_is_required_it_comes_from_its_endpoint_or_with_the_refusal()
    {
        await using var host = await StartAsync(challengeRequired: true);
        var (wallet, address) = (new SignedClient("eudi-wallet"), host.Endpoints().InteractiveAuthorization);
        var challenge = await SignedClient.PostAsync(host, new Uri("https://issuer.example/demo/oid4vci/attestation-challenge"), []);

        var without = await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet));
        Assert.Equal((HttpStatusCode.BadRequest, "use_attestation_challenge"), (without.Status, without.Error));
        foreach (var fresh in new[] { without.Challenge, challenge.Member("attestation_challenge") })
        {
            Assert.NotNull((await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet, fresh))).AuthSession);
        }

        Assert.Equal(
            "use_attestation_challenge",
            (await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet, new string('A', 32)))).Error);
    }

    [Fact]
    public async Task A_challenge_that_is_none_of_this_servers_is_refused_even_where_none_is_required()
    {
        await using var host = await StartAsync();
        var (wallet, address) = (new SignedClient("eudi-wallet"), host.Endpoints().InteractiveAuthorization);

        var refused = await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet, new string('A', 32)));

        Assert.Equal((HttpStatusCode.BadRequest, "use_attestation_challenge"), (refused.Status, refused.Error));
        Assert.NotNull((await SignedClient.PostAsync(host, address, wallet.Initial(host, Pkce.Generate()), Headers(wallet, refused.Challenge))).AuthSession);
    }

    [Fact]
    public async Task A_tenant_that_believes_no_attester_does_not_look_at_attestations()
    {
        await using var host = await GatewayHost.StartAsync();
        var wallet = new SignedClient("wallet");

        Assert.NotNull((await SignedClient.PostAsync(host, host.Endpoints().InteractiveAuthorization, wallet.Initial(host, Pkce.Generate()), Headers(wallet))).AuthSession);
        Assert.Equal(HttpStatusCode.NotFound, (await SignedClient.PostAsync(host, new Uri("https://issuer.example/demo/oid4vci/attestation-challenge"), [])).Status);
    }

    [Fact]
    public async Task Metadata_says_that_attestations_are_taken()
    {
        await using var host = await StartAsync();
        var json = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/oauth-authorization-server/demo"))!;

        Assert.Contains("attest_jwt_client_auth", json["token_endpoint_auth_methods_supported"]!.AsArray().Select(m => m!.GetValue<string>()));
        Assert.Equal("https://issuer.example/demo/oid4vci/attestation-challenge", json["challenge_endpoint"]!.GetValue<string>());
    }

    private static (string, string)[] Headers(SignedClient wallet, string? challenge = null) =>
        [("OAuth-Client-Attestation", wallet.Attestation(Attester)), ("OAuth-Client-Attestation-PoP", wallet.Proof(challenge))];

    private static Task<GatewayHost> StartAsync(bool challengeRequired = false) => GatewayHost.StartWithAsync(tenant =>
    {
        tenant["clients"]!.AsArray().Add(new JsonObject
        {
            ["clientId"] = "resource-server",
            ["tokenEndpointAuthMethod"] = "attest_jwt_client_auth",
            ["permissions"] = new JsonArray("introspect"),
        });
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
