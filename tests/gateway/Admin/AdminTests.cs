using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Abstractions.Replays;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.RequestSigning;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Eudiplo.Gateway.Tests.Admin;

public sealed class AdminTests
{
    [Fact]
    public async Task A_tenant_is_made_changed_by_its_version_and_erased_with_all_that_it_has()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);

        var (created, _, response) = await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        Assert.Equal(201, created);
        var first = response.Headers.ETag!.ToString();
        Assert.Equal(428, (await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"))).Status);
        var (changed, _, second) = await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme", ",\"displayName\":\"Acme\""), first);
        Assert.Equal(204, changed);
        Assert.Equal(412, (await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"), first)).Status);
        var (_, document, read) = await admin.GetAsync("/admin/tenants/acme");
        Assert.Equal("Acme", (string?)document!["displayName"]);
        Assert.Equal(second.Headers.ETag, read.Headers.ETag);

        var offer = await admin.PostAsync("/admin/tenants/acme/offers", """{"credentialConfigurationIds":["member"],"data":{"level":"gold"}}""");
        Assert.Equal(201, offer.Status);
        var (deleted, erased, _) = await admin.SendAsync(HttpMethod.Delete, "/admin/tenants/acme");
        Assert.Equal(200, deleted);
        Assert.Equal(1, (int)erased!["erased"]!["offer"]!);
        Assert.Equal(404, (await admin.GetAsync("/admin/tenants/acme")).Status);
        Assert.Equal(404, (int)(await host.Http.GetAsync("/.well-known/openid-credential-issuer/acme")).StatusCode);
    }

    [Fact]
    public async Task A_document_that_is_wrong_is_refused_with_the_path_of_every_problem()
    {
        await using var host = await AdminClient.StartAsync();
        var (status, json, _) = await new AdminClient(host).SendAsync(
            HttpMethod.Put, "/admin/tenants/acme", """{"tenantId":"acme","sessions":{"lifetimeSeconds":1},"tokens":{"codeLifetimeSeconds":1}}""");

        Assert.Equal(400, status);
        Assert.Equal(2, json!["problems"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_shown_document_has_no_secret_and_put_back_with_a_change_keeps_them_all()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        var pem = SigningKey();
        var extra = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject { ["keyId"] = "verifier", ["privateKey"] = pem.Key, ["certificateChain"] = pem.Certificate }),
            ["webhook"] = JsonNode.Parse("""{"url":"https://hooks.example/","auth":{"type":"apiKey","config":{"headerName":"X-Key","value":"the-webhook-secret"}}}"""),
        }.ToJsonString()[1..^1];
        var (created, _, response) = await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme", "," + extra));
        Assert.Equal(201, created);

        var (_, shown, read) = await admin.GetAsync("/admin/tenants/acme");
        Assert.Equal(response.Headers.ETag, read.Headers.ETag);
        Assert.Equal("***", (string?)shown!["keys"]![0]!["privateKey"]);
        Assert.Equal("***", (string?)shown["clients"]![0]!["secretHash"]);
        Assert.Equal("***", (string?)shown["webhook"]!["auth"]!["config"]!["value"]);

        shown["displayName"] = "Acme";
        var (changed, _, second) = await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", shown.ToJsonString(), read.Headers.ETag!.ToString());
        Assert.Equal(204, changed);
        Assert.NotEqual(read.Headers.ETag, second.Headers.ETag);
        var kept = JsonNode.Parse((await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>("acme").GetAsync())!.Document)!;
        Assert.Equal("Acme", (string?)kept["displayName"]);
        Assert.Equal(pem.Key, (string?)kept["keys"]![0]!["privateKey"]);
        Assert.Equal("the-webhook-secret", (string?)kept["webhook"]!["auth"]!["config"]!["value"]);
        Assert.NotEmpty(await TokenAsync(host, "read"));

        shown["keys"]![0]!["keyId"] = "another";
        var (refused, problems, _) = await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", shown.ToJsonString(), second.Headers.ETag!.ToString());
        Assert.Equal(400, refused);
        Assert.StartsWith("$.keys[0].privateKey: ***", (string?)problems!["problems"]!.AsArray().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secrets_of_a_tenant_of_a_file_are_not_shown()
    {
        await using var host = await AdminClient.StartAsync();
        var (_, shown, read) = await new AdminClient(host).GetAsync("/admin/tenants/demo");
        var whole = (await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantGrain>("demo").GetAsync())!;

        Assert.Contains("sha256:", Encoding.UTF8.GetString(whole.Document), StringComparison.Ordinal);
        Assert.DoesNotContain("sha256:", shown!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.NotEqual($"\"{whole.Version}\"", read.Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_tenant_of_a_file_is_shown_and_not_changed()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);

        Assert.Equal(200, (await admin.GetAsync("/admin/tenants/demo")).Status);
        Assert.Equal(409, (await admin.SendAsync(HttpMethod.Put, "/admin/tenants/demo", AdminClient.Tenant("demo"))).Status);
        Assert.Equal(409, (await admin.SendAsync(HttpMethod.Delete, "/admin/tenants/demo")).Status);
    }

    [Fact]
    public async Task Nobody_comes_in_without_the_admin_key_or_a_clients_own_token_with_the_scope()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/other", AdminClient.Tenant("other"));
        var (scoped, narrow) = (await TokenAsync(host, "admin"), await TokenAsync(host, "read"));

        Assert.Equal(401, (await new AdminClient(host, null).GetAsync("/admin/tenants/acme/sessions")).Status);
        Assert.Equal(401, (await new AdminClient(host, AdminClient.Key + "x").GetAsync("/admin/tenants/acme/sessions")).Status);
        Assert.Equal(403, (await new AdminClient(host, narrow).GetAsync("/admin/tenants/acme/sessions")).Status);
        Assert.Equal(401, (await new AdminClient(host, scoped).GetAsync("/admin/tenants/other/sessions")).Status);
        Assert.Equal(200, (await new AdminClient(host, scoped).GetAsync("/admin/tenants/acme/sessions")).Status);
        Assert.Equal(403, (await new AdminClient(host, scoped).GetAsync("/admin/tenants/acme")).Status);
        Assert.Equal(403, (await new AdminClient(host, scoped).PostAsync(
            "/admin/tenants/acme/grants", $$"""{"access_token":"{{scoped}}","personalData":true}""")).Status);
        var both = await TokenAsync(host, "admin admin:personal-data");
        Assert.Equal(200, (await new AdminClient(host, both).PostAsync("/admin/tenants/acme/grants", $$"""{"access_token":"{{scoped}}","personalData":true}""")).Status);
    }

    [Fact]
    public async Task A_server_without_an_admin_key_lets_nobody_use_one()
    {
        await using var host = await GatewayHost.StartAsync();

        Assert.Equal(401, (await new AdminClient(host).GetAsync("/admin/tenants/demo")).Status);
    }

    [Fact]
    public async Task Sessions_are_listed_by_status_and_client_in_pages_shown_and_erased()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        for (var i = 0; i < 3; i++)
        {
            await host.Wallet(clientId: i == 0 ? "one" : "two").StartAsync("web-credential", WalletSimulator.OAuth.Pkce.Generate());
        }

        var first = (await admin.GetAsync("/admin/tenants/demo/sessions?clientId=two&status=pending&pageSize=1")).Json!;
        var second = (await admin.GetAsync($"/admin/tenants/demo/sessions?clientId=two&status=pending&pageSize=1&cursor={first["nextCursor"]}")).Json!;
        var ids = new[] { first, second }.Select(p => (string)p["sessions"]!.AsArray().Single()!["id"]!).ToArray();
        Assert.NotEqual(ids[0], ids[1]);
        Assert.Null(second["nextCursor"]);
        Assert.Equal("two", (string?)(await admin.GetAsync($"/admin/tenants/demo/sessions/{ids[0]}")).Json!["clientId"]);
        Assert.Equal(404, (await admin.GetAsync($"/admin/tenants/second/sessions/{ids[0]}")).Status);
        Assert.Equal(204, (await admin.SendAsync(HttpMethod.Delete, $"/admin/tenants/demo/sessions/{ids[0]}")).Status);
        Assert.Equal(404, (await admin.SendAsync(HttpMethod.Delete, $"/admin/tenants/demo/sessions/{ids[0]}")).Status);
        Assert.Equal(400, (await admin.GetAsync("/admin/tenants/demo/sessions?cursor=made-up")).Status);
        Assert.Equal(400, (await admin.GetAsync("/admin/tenants/demo/sessions?pageSize=0")).Status);
    }

    [Fact]
    public async Task A_deleted_tenant_leaves_no_row_behind_however_its_last_requests_race_with_the_deletion()
    {
        await using var host = await GatewayHost.StartAsync(null, AdminClient.Setting, "--Eudiplo:TenantCacheTime=00:00:00");
        var (admin, rows) = (new AdminClient(host), host.Services.GetRequiredService<IStateQueries>());
        for (var i = 0; i < 40; i++)
        {
            var tenant = $"tenant-{i}";
            Assert.Equal(201, (await admin.SendAsync(HttpMethod.Put, $"/admin/tenants/{tenant}", AdminClient.Tenant(tenant))).Status);

            // The first token of a tenant makes its first key.
            var requests = Enumerable.Range(0, 4).Select(_ => Task.Run(() => host.Http.GetAsync($"/{tenant}/oid4vci/jwks"))).ToList();
            var deletion = Task.Run(() => admin.SendAsync(HttpMethod.Delete, $"/admin/tenants/{tenant}"));
            await Task.WhenAll([.. requests, deletion]);

            Assert.Equal(200, (await deletion).Status);
            foreach (var kind in new[] { StorageNames.Tenant, StorageNames.Keys })
            {
                Assert.Equal(0, await rows.CountAsync(new StateFilter(kind, tenant)));
            }
        }
    }

    [Fact]
    public async Task A_deletion_counts_what_every_kind_of_row_lost()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme", ",\"fallback\":{\"url\":\"https://forms.example/\"}"));
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/other", AdminClient.Tenant("other"));
        await host.Http.GetAsync("/acme/oid4vci/jwks");
        await TokenAsync(host, "read");
        await TokenAsync(host, "read", "other");
        await admin.PostAsync("/admin/tenants/acme/offers", """{"credentialConfigurationIds":["member"],"data":{"level":"gold"}}""");
        await admin.PostAsync("/admin/tenants/acme/revocations", """{"client":"nobody"}""");
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IStatusIndexGrain>(new GrainKey("acme", Guid.CreateVersion7()).ToString()).TakeAsync(100, 1);
        await host.Services.GetRequiredService<RequestKeyStore>().GetAsync("acme", "issuer.example");
        await grains.GetGrain<IReplayGrain>(new GrainKey("acme", Guid.CreateVersion7()).ToString()).UseAsync(DateTimeOffset.UtcNow.AddMinutes(1));
        await host.Wallet(tenant: "acme").StartAsync("member", WalletSimulator.OAuth.Pkce.Generate());

        var (_, json, _) = await admin.SendAsync(HttpMethod.Delete, "/admin/tenants/acme");

        Assert.Equal("""{"grant":1,"keys":1,"offer":1,"replay":1,"request_keys":1,"revocations":1,"session":1,"statusindex":1}""", json!["erased"]!.ToJsonString());
        Assert.Equal(1, await host.Services.GetRequiredService<IStateQueries>().CountAsync(new StateFilter(StorageNames.Grant, "other")));
    }

    private static (string Key, string Certificate) SigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=verifier.example", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem());
    }

    internal static async Task<string> TokenAsync(GatewayHost host, string scope, string tenant = "acme")
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "service",
            ["client_secret"] = AdminClient.Key,
            ["scope"] = scope,
        });
        var response = await host.Http.PostAsync($"/{tenant}/oid4vci/token", form);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!;
    }
}
