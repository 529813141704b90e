using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Eudiplo.Cluster.Tests.Faults.Load;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Grains.Tenants;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Cluster.Tests.Processes;

/// <summary>What one process is told, every process goes by.</summary>
/// <param name="fleet">The processes.</param>
public abstract class SharedRuleTests(Fleet fleet)
{
    private const int Grants = 12;
    private string? _version;

    [PostgreSqlFact]
    public async Task A_revocation_in_bulk_has_reached_every_process_when_its_call_returns()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var tokens = await Task.WhenAll(Enumerable.Range(0, Grants).Select(_ => TokenAsync(http, "bulk-wallet")));
        var other = await TokenAsync(http, "another-wallet");
        await EachAsync(tokens, Assert.True);

        var answer = await AdminAsync(http, HttpMethod.Post, "/admin/tenants/demo/revocations", new JsonObject { ["client"] = "bulk-wallet" });

        await EachAsync(tokens, Assert.False);
        Assert.Equal(Grants, (int)answer["revoked"]!);
        await EachAsync([other], Assert.True);
        await EachAsync([await TokenAsync(http, "bulk-wallet")], Assert.True);
    }

    /// <summary>A change of a tenant, at one process, and what every process makes of it. Not for two clusters: each has the tenant in memory.</summary>
    private protected async Task ChangeTenantAsync()
    {
        var (http, _) = fleet.Client();
        using var disposed = http;
        var id = $"changing-{Guid.NewGuid():N}";
        await AdminAsync(http, HttpMethod.Put, $"/admin/tenants/{id}", Document("old"));
        await BeginEverywhereAsync("old", works: true);
        await BeginEverywhereAsync("new", works: false);

        await AdminAsync(http, HttpMethod.Get, $"/admin/tenants/{id}", null);
        await AdminAsync(http, HttpMethod.Put, $"/admin/tenants/{id}", Document("new"), _version);
        await Pause.ForAsync(new IssuerOptions().TenantCacheTime);

        await BeginEverywhereAsync("new", works: true);
        await BeginEverywhereAsync("old", works: false);

        JsonObject Document(string credential) => (JsonObject)JsonNode.Parse(
            $$"""
            { "tenantId": "{{id}}", "allowUnregisteredClients": true, "credentialConfigurations": [
              { "credentialConfigId": "{{credential}}", "iaeActions": [ { "type": "redirect_to_web", "url": "https://forms.example/" } ] } ] }
            """)!;
        async Task BeginEverywhereAsync(string credential, bool works)
        {
            foreach (var url in fleet.Urls)
            {
                using var direct = new HttpClient(new RoundRobin([url])) { BaseAddress = Fleet.PublicUrl };
                var wallet = new WalletClient(direct, TenantEndpoints.Conventional(Fleet.PublicUrl, id), new BareDialect(), "wallet");
                Assert.Equal(works, (await wallet.StartAsync(credential, Pkce.Generate())).AuthSession is not null);
            }
        }
    }

    private async Task<string> TokenAsync(HttpClient http, string client)
    {
        var (wallet, pkce) = (new WalletClient(http, fleet.Endpoints, new BareDialect(), client), Pkce.Generate());
        var begun = await wallet.StartAsync("guide-credential", pkce);
        return (await wallet.RedeemAsync((await wallet.ContinueAsync(begun.AuthSession!, pkce.Verifier)).Code!, pkce.Verifier)).AccessToken!;
    }

    /// <summary>Asks every process about every token.</summary>
    private async Task EachAsync(IEnumerable<string> tokens, Action<bool> rule)
    {
        foreach (var url in fleet.Urls)
        {
            using var direct = new HttpClient(new RoundRobin([url])) { BaseAddress = Fleet.PublicUrl };
            var lookup = new TenantCalls(direct, fleet.Endpoints, fleet.Demo.Backend, "demo");
            foreach (var (status, active) in await Task.WhenAll(tokens.Select(t => lookup.IntrospectAsync(t, default))))
            {
                Assert.Equal(HttpStatusCode.OK, status);
                rule(active);
            }
        }
    }

    private async Task<JsonNode> AdminAsync(HttpClient http, HttpMethod method, string path, JsonObject? body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Fleet.AdminKey);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        _version = response.Headers.ETag?.ToString();
        return JsonNode.Parse(text.Length > 0 ? text : "{}")!;
    }
}
