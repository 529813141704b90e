using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Gateway.Tests.Admin;

/// <summary>What operators get wrong, and what others try.</summary>
public sealed class AdminInputTests
{
    [Theory]
    [InlineData("grants", """{"clientId":"wallet"}""")]
    [InlineData("grants", """{"client":7}""")]
    [InlineData("grants", """{"client":""}""")]
    [InlineData("grants", """{"client":"a\u0000b"}""")]
    [InlineData("grants", """{"client":"a","client":"b"}""")]
    [InlineData("grants", """{"status":"actve"}""")]
    [InlineData("grants", """{"pageSize":0}""")]
    [InlineData("grants", """{"pageSize":1.5}""")]
    [InlineData("grants", """{"client":"wallet","personalData":true}""")]
    [InlineData("grants", """{"access_token":"a","client":"wallet"}""")]
    [InlineData("grants", """{"access_token":"a","refresh_token":"b"}""")]
    [InlineData("grants", """[]""")]
    [InlineData("revocations", """{"client":"wallet","dryRun":true}""")]
    [InlineData("revocations", """{"clients":"wallet"}""")]
    [InlineData("revocations", """{"client":"wallet","group":null}""")]
    [InlineData("offers", """{"credentialConfigurationIds":["member"],"data":{"level":"gold"},"tx_code":true}""")]
    [InlineData("offers", """{"credentialConfigurationIds":["member"],"data":{"level":"gold"},"user":7}""")]
    [InlineData("offers", """{"credentialConfigurationIds":["member"],"data":[]}""")]
    [InlineData("offers", """{"credentialConfigurationIds":["member",7]}""")]
    [InlineData("offers", """{"credentialConfigurationIds":["member"],"lifetimeSeconds":"600"}""")]
    public async Task What_is_misspelt_or_of_another_type_is_refused_and_never_left_out(string call, string body)
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        await AdminTests.TokenAsync(host, "read");

        var (status, json, _) = await admin.PostAsync($"/admin/tenants/acme/{call}", body);

        Assert.Equal(400, status);
        Assert.Equal("invalid_request", (string?)json!["error"]);
        var rows = host.Services.GetRequiredService<IStateQueries>();
        Assert.Equal((1, 0), (await rows.CountAsync(new StateFilter(StorageNames.Grant, "acme")), await rows.CountAsync(new StateFilter(StorageNames.Offer, "acme"))));
    }

    [Theory]
    [InlineData("client=wallet")]
    [InlineData("status=pendig")]
    [InlineData("status=pending&status=failed")]
    [InlineData("clientId=a%00b")]
    [InlineData("createdFrom=22:00")]
    [InlineData("createdFrom=2026-11-22T06:00:00+01:00")]
    [InlineData("createdBefore=0001-01-01T00:00:00%2B14:00")]
    [InlineData("pageSize=1001")]
    public async Task A_filter_that_is_not_known_lists_nothing(string query)
    {
        await using var host = await AdminClient.StartAsync();

        Assert.Equal(400, (await new AdminClient(host).GetAsync($"/admin/tenants/demo/sessions?{query}")).Status);
    }

    [Fact]
    public async Task A_cursor_that_was_changed_or_is_of_another_tenant_shows_nothing_of_others()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        for (var i = 0; i < 2; i++)
        {
            await host.Wallet().StartAsync("web-credential", WalletSimulator.OAuth.Pkce.Generate());
        }

        var cursor = (string)(await admin.GetAsync("/admin/tenants/demo/sessions?pageSize=1")).Json!["nextCursor"]!;
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        Assert.Empty((await admin.GetAsync($"/admin/tenants/acme/sessions?cursor={Uri.EscapeDataString(cursor)}")).Json!["sessions"]!.AsArray());
        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            var (status, json, _) = await admin.GetAsync($"/admin/tenants/acme/sessions?cursor={Uri.EscapeDataString(changed)}");
            Assert.True(status == 400 || json!["sessions"]!.AsArray().Count == 0, changed);
        }
    }

    [Fact]
    public async Task A_file_of_the_server_is_never_read_for_a_document_of_the_API()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        var document = JsonNode.Parse(AdminClient.Tenant("acme"))!;
        document["clients"]![0]!.AsObject().Remove("secretHash");
        document["clients"]![0]!["secretHashFile"] = "../demo/backend-client.hash";
        Assert.Equal(400, (await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", document.ToJsonString())).Status);

        document = JsonNode.Parse(AdminClient.Tenant("acme"))!;
        document["credentialConfigurations"]![0]!["claims"]![0] = JsonNode.Parse("""{"path":["note"],"value":{"secretFile":"demo/backend-client.hash"}}""");
        Assert.Equal(201, (await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", document.ToJsonString())).Status);
        var shown = (await admin.GetAsync("/admin/tenants/acme")).Json!;
        Assert.Equal("demo/backend-client.hash", (string?)shown["credentialConfigurations"]![0]!["claims"]![0]!["value"]!["secretFile"]);
    }

    [Fact]
    public async Task A_refusal_says_in_its_challenge_what_is_wrong_with_the_token()
    {
        await using var host = await AdminClient.StartAsync();
        await new AdminClient(host).SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));

        Assert.Equal((401, "Bearer"), await ChallengeAsync(host, null));
        Assert.Equal((401, "Bearer error=\"invalid_token\""), await ChallengeAsync(host, "made-up"));
        Assert.Equal((403, "Bearer error=\"insufficient_scope\""), await ChallengeAsync(host, await AdminTests.TokenAsync(host, "read")));
        Assert.Equal((401, "Bearer error=\"invalid_token\""), await ChallengeAsync(host, await AdminTests.TokenAsync(host, "admin"), "other"));
    }

    [Fact]
    public async Task A_bound_token_of_an_operator_needs_a_proof_of_its_key_for_this_call()
    {
        await using var host = await AdminClient.StartAsync();
        await new AdminClient(host).SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme", ",\"dpop\":{\"required\":true}"));
        using var key = WalletSimulator.Keys.EcKey.Generate();
        using var thief = WalletSimulator.Keys.EcKey.Generate();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "service",
            ["client_secret"] = AdminClient.Key,
            ["scope"] = "admin",
        });
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/acme/oid4vci/token") { Content = form };
        asked.Headers.Add("DPoP", new WalletSimulator.OAuth.DpopProof(key, TimeProvider.System).Create("POST", new Uri("https://issuer.example/acme/oid4vci/token")));
        var token = (string)JsonNode.Parse(await (await host.Http.SendAsync(asked)).Content.ReadAsStringAsync())!["access_token"]!;

        Assert.Equal(200, await CallAsync(key, "GET", "sessions", token));
        Assert.Equal(401, await CallAsync(thief, "GET", "sessions", token));
        Assert.Equal(401, await CallAsync(key, "POST", "sessions", token));
        Assert.Equal(401, await CallAsync(key, "GET", "grants", token));
        Assert.Equal(401, await CallAsync(key, "GET", "sessions", null));
        Assert.Equal((401, "DPoP algs=\"ES256 ES384 ES512\", error=\"invalid_token\""), await ChallengeAsync(host, token));

        async Task<int> CallAsync(WalletSimulator.Keys.EcKey signer, string method, string path, string? boundTo)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/tenants/acme/sessions");
            request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
            request.Headers.Add("DPoP", new WalletSimulator.OAuth.DpopProof(signer, TimeProvider.System).Create(
                method, new Uri($"https://issuer.example/admin/tenants/acme/{path}"), accessToken: boundTo));
            return (int)(await host.Http.SendAsync(request)).StatusCode;
        }
    }

    private static async Task<(int Status, string Challenge)> ChallengeAsync(GatewayHost host, string? token, string tenant = "acme")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/admin/tenants/{tenant}/sessions");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        var response = await host.Http.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.NonValidated["WWW-Authenticate"].First());
    }
}
