using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Dpop;

/// <summary>DPoP at the endpoints (RFC 9449): what is bound, what is refused, and how it is told.</summary>
public sealed class DpopTests
{
    public static TheoryData<string> Dialects => [.. WireDialects.All.Select(d => d.Name)];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_flow_with_proofs_gives_a_token_bound_to_their_key_in_every_dialect(string dialect)
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, pkce) = (await WalletAsync(host, EcKey.Generate(), dialect), Pkce.Generate());

        var tokens = await wallet.RedeemAsync(await CodeAsync(host, wallet, pkce), pkce.Verifier);

        Assert.Equal("DPoP", tokens.TokenType);
        Assert.NotNull(tokens.AccessToken);
    }

    [Fact]
    public async Task The_key_of_the_first_request_is_needed_in_every_follow_up_and_at_the_token_endpoint()
    {
        await using var host = await GatewayHost.StartAsync();
        var (own, other, none, pkce) = (await WalletAsync(host, EcKey.Generate()), await WalletAsync(host, EcKey.Generate()), host.Wallet(), Pkce.Generate());
        var web = await own.StartAsync("web-credential", pkce);
        await host.Backend().CompleteWebStepAsync(AuthSessionId.Of(web.AuthSession)!.Value.ToString());

        Assert.Equal("invalid_dpop_proof", (await other.ContinueAsync(web.AuthSession!, pkce.Verifier)).Error);
        Assert.Equal("invalid_dpop_proof", (await none.ContinueAsync(web.AuthSession!, pkce.Verifier)).Error);
        var code = (await own.ContinueAsync(web.AuthSession!, pkce.Verifier)).Code!;
        Assert.Equal("invalid_dpop_proof", (await other.RedeemAsync(code, pkce.Verifier)).Error);
        Assert.Equal("invalid_dpop_proof", (await none.RedeemAsync(code, pkce.Verifier)).Error);
        Assert.Equal("DPoP", (await own.RedeemAsync(code, pkce.Verifier)).TokenType);
    }

    [Fact]
    public async Task A_refresh_token_of_a_bound_grant_needs_the_same_key()
    {
        await using var host = await GatewayHost.StartAsync();
        var (own, other, pkce) = (await WalletAsync(host, EcKey.Generate()), await WalletAsync(host, EcKey.Generate()), Pkce.Generate());
        var tokens = await own.RedeemAsync(await CodeAsync(host, own, pkce), pkce.Verifier);
        KeyValuePair<string, string>[] refresh = [new("grant_type", "refresh_token"), new("refresh_token", tokens.RefreshToken!), new("client_id", "wallet")];

        Assert.NotNull((await other.TokenAsync(refresh)).Error);
        Assert.NotNull((await host.Wallet().TokenAsync(refresh)).Error);
        Assert.Equal("DPoP", (await own.TokenAsync(refresh)).TokenType);
    }

    [Fact]
    public async Task A_proof_is_used_once()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, proof) = (host.Wallet(), new DpopProof(EcKey.Generate(), TimeProvider.System));
        var header = proof.Create("POST", wallet.Endpoints.InteractiveAuthorization);

        Assert.Null((await PostAsync(host, wallet, header)).Error);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_dpop_proof"), await ErrorAsync(host, wallet, header));
    }

    [Theory]
    [InlineData("another method")]
    [InlineData("another endpoint")]
    [InlineData("another host")]
    [InlineData("too old")]
    [InlineData("from the future")]
    [InlineData("another typ")]
    [InlineData("no jti")]
    [InlineData("alg none")]
    [InlineData("a private key")]
    public async Task A_proof_that_fails_a_check_is_refused(string what)
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, key) = (host.Wallet(), EcKey.Generate());
        var proof = new DpopProof(key, TimeProvider.System);
        var header = proof.Create("POST", wallet.Endpoints.InteractiveAuthorization, adjust: (h, p) =>
        {
            switch (what)
            {
                case "another method": p["htm"] = "GET"; break;
                case "another endpoint": p["htu"] = wallet.Endpoints.Token.ToString(); break;
                case "another host": p["htu"] = "https://localhost/demo/oid4vci/authorize/interactive"; break;
                case "too old": p["iat"] = p["iat"]!.GetValue<long>() - 600; break;
                case "from the future": p["iat"] = p["iat"]!.GetValue<long>() + 600; break;
                case "another typ": h["typ"] = "JWT"; break;
                case "no jti": p.Remove("jti"); break;
                case "alg none": h["alg"] = "none"; break;
                case "a private key": h["jwk"]!["d"] = h["jwk"]!["x"]!.GetValue<string>(); break;
            }
        });

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_dpop_proof"), await ErrorAsync(host, wallet, header));
    }

    [Fact]
    public async Task Two_proofs_in_one_request_are_refused()
    {
        await using var host = await GatewayHost.StartAsync();
        var (wallet, proof) = (host.Wallet(), new DpopProof(EcKey.Generate(), TimeProvider.System));
        var address = wallet.Endpoints.InteractiveAuthorization;

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_dpop_proof"), await ErrorAsync(host, wallet, proof.Create("POST", address), proof.Create("POST", address)));
    }

    [Fact]
    public async Task A_tenant_that_asks_for_nonces_hands_one_out_and_takes_only_its_own()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant => tenant["dpop"] = new JsonObject { ["nonces"] = true });
        var (wallet, pkce) = (await WalletAsync(host, EcKey.Generate()), Pkce.Generate());
        var proof = new DpopProof(EcKey.Generate(), TimeProvider.System);
        var address = wallet.Endpoints.InteractiveAuthorization;

        var first = await PostAsync(host, wallet, proof.Create("POST", address));
        Assert.Equal((HttpStatusCode.BadRequest, "use_dpop_nonce"), (first.Status, first.Error));
        Assert.NotNull(first.Nonce);
        var forged = await PostAsync(host, wallet, proof.Create("POST", address, nonce: new string('A', first.Nonce!.Length)));
        Assert.Equal("use_dpop_nonce", forged.Error);
        Assert.Null((await PostAsync(host, wallet, proof.Create("POST", address, nonce: first.Nonce))).Error);
        Assert.Equal("DPoP", (await wallet.RedeemAsync(await CodeAsync(host, wallet, pkce), pkce.Verifier)).TokenType);
    }

    [Fact]
    public async Task A_tenant_or_a_client_may_need_proofs()
    {
        await using var host = await GatewayHost.StartWithAsync(tenant =>
            tenant["clients"]!.AsArray().Add(new JsonObject { ["clientId"] = "bound", ["dpopBoundAccessTokens"] = true, ["redirectUris"] = new JsonArray("https://wallet.example/cb") }));
        await using var strict = await GatewayHost.StartWithAsync(tenant => tenant["dpop"] = new JsonObject { ["required"] = true });

        Assert.Equal("invalid_dpop_proof", (await host.Wallet(clientId: "bound").StartAsync("web-credential", Pkce.Generate())).Error);
        Assert.NotNull((await host.Wallet().StartAsync("web-credential", Pkce.Generate())).AuthSession);
        Assert.Equal("invalid_dpop_proof", (await strict.Wallet().StartAsync("web-credential", Pkce.Generate())).Error);
    }

    [Fact]
    public async Task Dpop_jkt_binds_the_code_to_a_key_that_is_shown_at_the_token_endpoint()
    {
        await using var host = await GatewayHost.StartAsync();
        var (key, pkce) = (EcKey.Generate(), Pkce.Generate());
        var (plain, own, other) = (host.Wallet(), await WalletAsync(host, key), await WalletAsync(host, EcKey.Generate()));
        var request = plain.RequestFor("web-credential", pkce) with { Further = [new("dpop_jkt", key.Thumbprint)] };

        Assert.Equal("invalid_dpop_proof", (await other.StartAsync(request)).Error);
        Assert.Equal("invalid_request", (await plain.StartAsync(request with { Further = [new("dpop_jkt", "short")] })).Error);
        var web = await plain.StartAsync(request);
        await host.Backend().CompleteWebStepAsync(AuthSessionId.Of(web.AuthSession)!.Value.ToString());
        var code = (await plain.ContinueAsync(web.AuthSession!, pkce.Verifier)).Code!;
        Assert.Equal("invalid_dpop_proof", (await plain.RedeemAsync(code, pkce.Verifier)).Error);
        Assert.Equal("invalid_dpop_proof", (await other.RedeemAsync(code, pkce.Verifier)).Error);
        Assert.Equal("DPoP", (await own.RedeemAsync(code, pkce.Verifier)).TokenType);
    }

    internal static async Task<WalletClient> WalletAsync(GatewayHost host, EcKey key, string dialect = "bare")
    {
        var form = WireDialects.Named(dialect);
        var endpoints = await TenantEndpoints.DiscoverAsync(host.Http, GatewayHost.PublicUrl, "demo", form);
        return new WalletClient(host.Http, endpoints, form, "wallet") { Dpop = new DpopProof(key, TimeProvider.System) };
    }

    private static async Task<string> CodeAsync(GatewayHost host, WalletClient wallet, Pkce pkce)
    {
        var web = await wallet.StartAsync("web-credential", pkce);
        Assert.True((await host.Backend().CompleteWebStepAsync(AuthSessionId.Of(web.AuthSession)!.Value.ToString())).Succeeded);
        return (await wallet.ContinueAsync(web.AuthSession!, pkce.Verifier)).Code!;
    }

    private static async Task<(HttpStatusCode Status, string? Error)> ErrorAsync(GatewayHost host, WalletClient wallet, params string[] proofs)
    {
        var (status, error, _) = await PostAsync(host, wallet, proofs);
        return (status, error);
    }

    private static async Task<(HttpStatusCode Status, string? Error, string? Nonce)> PostAsync(GatewayHost host, WalletClient wallet, params string[] proofs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, wallet.Endpoints.InteractiveAuthorization)
        {
            Content = new FormUrlEncodedContent(wallet.RequestFor("web-credential", Pkce.Generate()).Parameters()),
        };
        foreach (var proof in proofs)
        {
            request.Headers.Add("DPoP", proof);
        }

        using var response = await host.Http.SendAsync(request);
        var json = (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (
            response.StatusCode,
            json["error"]?.GetValue<string>(),
            response.Headers.TryGetValues("DPoP-Nonce", out var nonces) ? nonces.Single() : null);
    }
}
