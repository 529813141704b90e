using System.Text.Json.Nodes;
using Eudiplo.Load.Flows;
using Eudiplo.Load.Runs;
using Eudiplo.Load.Wallets;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Gateway.Tests.Load;

/// <summary>The load tool against the server: what works counts as working, and what does not is counted where it went wrong.</summary>
public sealed class LoadToolTests
{
    public static TheoryData<string> Flows => [.. FlowCatalog.All.Select(flow => flow.Name)];

    [Theory]
    [MemberData(nameof(Flows))]
    public async Task No_run_of_a_flow_fails_against_a_server_that_works(string flow)
    {
        await using var gateway = await LoadGateway.StartAsync();

        var report = await gateway.RunAsync(flow);

        Assert.Empty(report.Errors);
        Assert.Equal(0, report.FailedFlows);
        Assert.NotEqual(0, report.Flows);
    }

    [Theory]
    [InlineData("credential", "urn")]
    [InlineData("credential", "first-party")]
    [InlineData("organization", "urn")]
    [InlineData("organization", "first-party")]
    [InlineData("encrypted", "first-party")]
    [InlineData("mdoc", "first-party")]
    public async Task Wallets_speak_every_wire_form(string flow, string dialect)
    {
        await using var gateway = await LoadGateway.StartAsync();

        var report = await gateway.RunAsync(flow, o => o with { Dialect = WireDialects.Named(dialect) });

        Assert.Empty(report.Errors);
        Assert.NotEqual(0, report.Flows);
        Assert.Equal(dialect, report.Dialect);
    }

    [Theory]
    [InlineData("web", false)]
    [InlineData("initial", true)]
    [InlineData("presentation", false)]
    [InlineData("whole", true)]
    [InlineData("credential", true)]
    [InlineData("refresh", true)]
    [InlineData("par", true)]
    public async Task Wallets_prove_their_keys_and_replies_that_ask_for_a_nonce_are_counted_apart(string flow, bool nonces)
    {
        await using var gateway = await LoadGateway.StartAsync(tenant => tenant["dpop"] = new JsonObject { ["required"] = true, ["nonces"] = nonces });

        var report = await gateway.RunAsync(flow, o => o with { Wallet = new WalletSettings { Dpop = true, Grants = 2 }, Wallets = 32 });

        Assert.Empty(report.Errors);
        Assert.NotEqual(0, report.Flows);
        Assert.Equal(0, report.FailedFlows);
        Assert.Equal(nonces && flow != "refresh", report.Rows.Any(row => row.Kind == VirtualWallet.NonceKind));
    }

    [Theory]
    [InlineData("whole")]
    [InlineData("par")]
    [InlineData("refresh")]
    public async Task Wallets_authenticate_with_a_key_of_their_client(string flow)
    {
        var key = EcKey.Generate();
        await using var gateway = await LoadGateway.StartAsync(tenant => tenant["clients"]!.AsArray().Add(new JsonObject
        {
            ["clientId"] = "signer",
            ["tokenEndpointAuthMethod"] = "private_key_jwt",
            ["jwks"] = new JsonObject { ["keys"] = new JsonArray(key.PublicJwk()) },
            ["redirectUris"] = new JsonArray(TenantTarget.RedirectUri),
        }));

        var report = await gateway.RunAsync(flow, o => o with { Wallet = new WalletSettings { ClientKey = key }, ClientId = "signer" });

        Assert.Empty(report.Errors);
        Assert.NotEqual(0, report.Flows);
        Assert.Equal("private_key_jwt", report.ClientAuthentication);
    }

    [Fact]
    public async Task Tenants_that_are_missing_are_made_through_the_admin_API()
    {
        await using var gateway = await LoadGateway.StartAsync();

        var report = await gateway.RunAsync("mixed", o => o with { Tenants = ["demo", "demo-2", "demo-3"], AdminKeyFile = gateway.AdminKeyFile });
        var again = await gateway.RunAsync("grants", o => o with { Tenants = ["demo", "demo-2", "demo-3"], Urls = [gateway.Url, gateway.Url] });

        Assert.Empty(report.Errors);
        Assert.Empty(again.Errors);
        Assert.Equal((3, 3), (report.Tenants, again.Tenants));
    }

    [Theory]
    [InlineData("introspect", "/introspect", 200, """{"active":false}""", "introspect: a live token is not active")]
    [InlineData("introspect", "/introspect", 200, """{}""", "introspect: reply without active")]
    [InlineData("revoke", "/introspect", 200, """{"active":true}""", "introspect: a revoked token is active")]
    [InlineData("revoke", "/revoke", 503, """{"error":"temporarily_unavailable"}""", "revoke: 503 temporarily_unavailable")]
    [InlineData("refresh", "/token", 400, """{"error":"invalid_grant"}""", "refresh: 400 invalid_grant")]
    [InlineData("refresh", "/token", 200, """{"access_token":"a","token_type":"Bearer"}""", "refresh: reply without refresh_token")]
    [InlineData("client-credentials", "/token", 200, "{}", "client-credentials: reply without access_token")]
    [InlineData("token", "/token", 200, """{"access_token":"a","token_type":"N_A"}""", "token: another token_type")]
    [InlineData("credential", "/nonce", 200, "{}", "nonce: reply without c_nonce")]
    [InlineData("credential", "/credential", 200, """{"credentials":[]}""", "credential: reply without a credential")]
    [InlineData("offer", "/offers", 201, "{}", "offer: reply without pre-authorized_code")]
    [InlineData("par", "/par", 201, "{}", "par: reply without request_uri")]
    [InlineData("par", "/authorize", 200, "{}", "authorize: 200 without a redirect")]
    [InlineData("web", "/interactive", 403, """{"error":"insufficient_authorization","auth_session":"a"}""", "initial: 403 insufficient_authorization")]
    public async Task A_flow_that_is_answered_wrongly_fails_and_is_counted_under_what_went_wrong(string flow, string path, int status, string body, string error)
    {
        using var wrong = new WrongAnswers(path, status, body);
        await using var gateway = await LoadGateway.StartAsync(wrong: wrong);

        var report = await gateway.RunAsync(flow, o => o with { Duration = TimeSpan.FromMinutes(2) }, wrong.Enough);

        Assert.Contains(error, report.Errors.Keys);
        Assert.NotEqual(0, report.FailedFlows);
        Assert.True(report.FailedShare > report.ErrorBudget);
    }

    [Theory]
    [InlineData("web", "/interactive")]
    [InlineData("token", "/token")]
    public async Task A_first_flow_that_meets_a_limit_of_the_server_does_not_begin_and_says_which_settings_to_raise(string flow, string path)
    {
        using var wrong = new WrongAnswers(path, 429, """{"error":"temporarily_unavailable"}""", after: 0);
        await using var gateway = await LoadGateway.StartAsync(wrong: wrong);

        var refused = await Assert.ThrowsAsync<LoadSetupException>(() => gateway.RunAsync(flow));

        Assert.Contains("Eudiplo:RateLimits (PerAddress, PerClient)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offers_need_the_operators_key()
    {
        await using var gateway = await LoadGateway.StartAsync();

        var refused = await Assert.ThrowsAsync<LoadSetupException>(() => gateway.RunAsync("offer", o => o with { AdminKeyFile = null }));

        Assert.Contains("--admin-key-file", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("introspect", "permission 'introspect'")]
    [InlineData("client-credentials", "permission 'client-credentials'")]
    [InlineData("par", "'pushedAuthorizationRequests'")]
    public async Task A_flow_that_the_tenant_does_not_allow_does_not_begin_and_says_what_is_needed(string flow, string needed)
    {
        await using var gateway = await LoadGateway.StartAsync(tenant =>
        {
            tenant["clients"]![0]!["permissions"] = new JsonArray("complete-web-auth");
            tenant["pushedAuthorizationRequests"] = false;
        });

        var refused = await Assert.ThrowsAsync<LoadSetupException>(() => gateway.RunAsync(flow));

        Assert.Contains(needed, refused.Message, StringComparison.Ordinal);
    }
}
