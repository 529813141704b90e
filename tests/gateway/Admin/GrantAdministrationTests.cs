using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Eudiplo.Gateway.Tests.Admin;

/// <summary>What operators find out about grants and sessions, and who is told what about people.</summary>
public sealed class GrantAdministrationTests
{
    [Fact]
    public async Task A_grant_is_opened_by_each_of_its_tokens_and_by_its_code_and_by_no_other_tenants_operator()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        var codeSecret = new byte[32];
        Random.Shared.NextBytes(codeSecret);
        var id = Guid.CreateVersion7();
        var code = Protocol.Capabilities.Capability.Encode(id, codeSecret);
        var tokens = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGrantGrain>(new GrainKey("demo", id).ToString()).CreateAsync(new CreateGrant
        {
            ClientId = "wallet",
            Subject = "a-user-of-ours",
            Scope = "openid",
            AuthTime = DateTimeOffset.UtcNow,
            CodeHash = System.Security.Cryptography.SHA256.HashData(codeSecret),
        });
        Assert.Null(tokens.Error);

        foreach (var (name, value) in new[] { ("code", code), ("access_token", tokens.AccessToken!.Value), ("id_token", tokens.IdToken!.Value), ("refresh_token", tokens.RefreshToken!.Value) })
        {
            var body = new JsonObject { [name] = value };
            var found = (await admin.PostAsync("/admin/tenants/demo/grants", body.ToJsonString())).Json!["grants"]!.AsArray();
            Assert.Equal(id.ToString(), (string?)Assert.Single(found)!["id"]);
            Assert.Null(found[0]!["user"]);
            Assert.Empty((await admin.PostAsync("/admin/tenants/second/grants", body.ToJsonString())).Json!["grants"]!.AsArray());

            body["personalData"] = true;
            Assert.Equal("a-user-of-ours", (string?)(await admin.PostAsync("/admin/tenants/demo/grants", body.ToJsonString())).Json!["grants"]![0]!["user"]);
        }

        var byId = $$"""{"id":"{{id}}"}""";
        Assert.Null(Assert.Single((await admin.PostAsync("/admin/tenants/demo/grants", byId)).Json!["grants"]!.AsArray())!["user"]);
        Assert.Empty((await admin.PostAsync("/admin/tenants/second/grants", byId)).Json!["grants"]!.AsArray());
        Assert.Empty((await admin.PostAsync("/admin/tenants/demo/grants", """{"id":"no-id"}""")).Json!["grants"]!.AsArray());

        // Under another name a token opens nothing.
        Assert.Empty((await admin.PostAsync("/admin/tenants/demo/grants", new JsonObject { ["code"] = tokens.AccessToken.Value }.ToJsonString())).Json!["grants"]!.AsArray());
        Assert.Empty((await admin.PostAsync("/admin/tenants/demo/grants", new JsonObject { ["refresh_token"] = tokens.AccessToken.Value }.ToJsonString())).Json!["grants"]!.AsArray());
        Assert.Empty((await admin.PostAsync("/admin/tenants/demo/grants", """{"access_token":"made-up"}""")).Json!["grants"]!.AsArray());

        // A token in a URL would be in the log of some proxy: there is no such call.
        Assert.Equal(405, (int)(await host.Http.GetAsync("/admin/tenants/demo/grants?access_token=x")).StatusCode);
    }

    [Fact]
    public async Task Grants_are_listed_by_client_user_group_and_status_in_pages()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        foreach (var (client, user, group) in new[] { ("one", "erika", "a"), ("one", "max", "b"), ("two", "erika", "b") })
        {
            await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGrantGrain>(new GrainKey("demo", Guid.CreateVersion7()).ToString())
                .CreateAsync(new CreateGrant { ClientId = client, Subject = user, GroupId = group, AuthTime = DateTimeOffset.UtcNow });
        }

        foreach (var (filter, count) in new[]
        {
            ("{}", 3), ("""{"client":"one"}""", 2), ("""{"user":"erika"}""", 2), ("""{"group":"b"}""", 2), ("""{"client":"one","user":"erika"}""", 1),
            ("""{"status":"active"}""", 3), ("""{"status":"revoked"}""", 0), ("""{"client":"nobody"}""", 0),
        })
        {
            Assert.Equal(count, (await admin.PostAsync("/admin/tenants/demo/grants", filter)).Json!["grants"]!.AsArray().Count);
        }

        var first = (await admin.PostAsync("/admin/tenants/demo/grants", """{"pageSize":2}""")).Json!;
        var rest = (await admin.PostAsync("/admin/tenants/demo/grants", new JsonObject { ["pageSize"] = 2, ["cursor"] = (string)first["nextCursor"]! }.ToJsonString())).Json!;
        Assert.Equal(3, first["grants"]!.AsArray().Concat(rest["grants"]!.AsArray()).Select(g => (string)g!["id"]!).Distinct().Count());
        Assert.Null(rest["nextCursor"]);
        Assert.Equal(400, (await admin.PostAsync("/admin/tenants/demo/grants", """{"cursor":"made-up"}""")).Status);
        Assert.Equal(400, (await admin.PostAsync("/admin/tenants/demo/revocations", """{"client":"one","user":"erika"}""")).Status);
        Assert.Equal(400, (await admin.PostAsync("/admin/tenants/demo/revocations", """{"client":7}""")).Status);
        Assert.Equal(400, (await admin.PostAsync("/admin/tenants/demo/revocations", "{}")).Status);
    }

    [Fact]
    public async Task Sessions_are_listed_by_the_time_of_their_beginning()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await host.Wallet().StartAsync("web-credential", WalletSimulator.OAuth.Pkce.Generate());
        await host.Wallet().StartAsync("web-credential", WalletSimulator.OAuth.Pkce.Generate());
        var all = (await admin.GetAsync("/admin/tenants/demo/sessions")).Json!["sessions"]!.AsArray();
        var newest = Uri.EscapeDataString((string)all[0]!["createdAt"]!);

        Assert.Equal(2, all.Count);
        Assert.Equal((string?)all[0]!["id"], (string?)Assert.Single((await admin.GetAsync($"/admin/tenants/demo/sessions?createdFrom={newest}")).Json!["sessions"]!.AsArray())!["id"]);
        Assert.Equal((string?)all[1]!["id"], (string?)Assert.Single((await admin.GetAsync($"/admin/tenants/demo/sessions?createdBefore={newest}")).Json!["sessions"]!.AsArray())!["id"]);
        Assert.Equal(400, (await admin.GetAsync("/admin/tenants/demo/sessions?createdFrom=yesterday")).Status);
    }

    [Fact]
    public async Task What_the_steps_of_a_session_found_out_is_shown_to_who_asks_for_it_with_the_second_permission()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        var wallet = host.Wallet();
        var reply = await wallet.StartAsync("organization-credential", WalletSimulator.OAuth.Pkce.Generate());
        var request = WalletSimulator.Presentations.PresentationRequest.Parse(reply.PresentationRequest!);
        await wallet.PresentAsync(reply.AuthSession!, host.Holder().Respond(request, wallet.Audience, wallet.Endpoints.InteractiveAuthorization.OriginalString));
        var id = WalletSimulator.InteractiveAuthorization.AuthSessionId.Of(reply.AuthSession);

        var plain = (await admin.GetAsync($"/admin/tenants/demo/sessions/{id}")).Json!;
        Assert.DoesNotContain("Mustermann", plain.ToJsonString(), StringComparison.Ordinal);
        var full = (await admin.GetAsync($"/admin/tenants/demo/sessions/{id}?personalData=true")).Json!;
        Assert.Equal("Mustermann", (string?)full["completedSteps"]![0]!["credentials"]![0]!["claims"]!["family_name"]);

        var (narrow, both) = (await AdminTests.TokenAsync(host, "admin"), await AdminTests.TokenAsync(host, "admin admin:personal-data"));
        Assert.Equal(403, (await new AdminClient(host, narrow).GetAsync($"/admin/tenants/acme/sessions/{id}?personalData=true")).Status);
        Assert.Equal(404, (await new AdminClient(host, both).GetAsync($"/admin/tenants/acme/sessions/{id}?personalData=true")).Status);
    }

    [Fact]
    public async Task Every_change_is_a_line_of_the_audit_log_that_says_who_did_what_and_how_it_ended()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", "{}");
        await admin.PostAsync("/admin/tenants/acme/keys", "{}");
        await admin.PostAsync("/admin/tenants/acme/offers", """{"credentialConfigurationIds":["member"],"data":{"level":"gold"}}""");
        await new AdminClient(host, await AdminTests.TokenAsync(host, "admin")).PostAsync("/admin/tenants/acme/revocations", """{"user":"a-user-of-ours"}""");
        await new AdminClient(host, await AdminTests.TokenAsync(host, "admin")).PostAsync("/admin/tenants/acme/revocations", """{"client":"service"}""");
        await admin.GetAsync($"/admin/tenants/acme/sessions/{Guid.CreateVersion7()}?personalData=true");
        await admin.PostAsync("/admin/tenants/acme/grants", """{"access_token":"made-up","personalData":true}""");
        await admin.SendAsync(HttpMethod.Delete, $"/admin/tenants/acme/sessions/{Guid.CreateVersion7()}");
        await admin.SendAsync(HttpMethod.Delete, "/admin/tenants/acme", ifMatch: "\"another\"");
        await admin.SendAsync(HttpMethod.Delete, "/admin/tenants/acme");

        var audit = host.Logs.Lines.Where(l => l.Contains("Audit: ", StringComparison.Ordinal)).Select(l => l[l.IndexOf("Audit: ", StringComparison.Ordinal)..].Trim()).ToList();
        string[] expected =
        [
            "Audit: admin-key put the document in tenant acme: made, version [0-9a-f]{32}.",
            "Audit: admin-key put the document in tenant acme: refused with 428.",
            "Audit: admin-key rotate the keys in tenant acme: [\\w-]{43}.",
            "Audit: admin-key make an offer in tenant acme: done, offer [0-9a-f]{16}.",
            "Audit: client service revoke by User in tenant acme: 0 grants, complete.",
            "Audit: client service revoke by Client service in tenant acme: 2 grants, complete.",
            "Audit: admin-key look at the personal data of session [0-9a-f]{16} in tenant acme: done.",
            "Audit: admin-key look at a grant's personal data in tenant acme: done.",
            "Audit: admin-key delete session [0-9a-f]{16} in tenant acme: there is none.",
            "Audit: admin-key delete the document in tenant acme: refused with 412.",
            "Audit: admin-key delete the document in tenant acme: done.",
            "Audit: admin-key delete the tenant in tenant acme: [0-9]+ rows erased, complete.",
        ];
        Assert.Equal(expected.Length, audit.Count);
        Assert.All(expected.Zip(audit), pair => Assert.Matches($"^{pair.First[..^1]}\\.$", pair.Second));
    }

    [Fact]
    public async Task A_key_that_an_operator_makes_signs_at_once_and_the_one_before_it_stays_published()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme", ",\"tokens\":{\"accessTokenFormat\":\"jwt\"}"));
        var before = WalletSimulator.Jose.CompactJws.Header(await AdminTests.TokenAsync(host, "read"));

        var (status, made, _) = await admin.PostAsync("/admin/tenants/acme/keys", "{}");

        Assert.Equal(200, status);
        var published = JsonNode.Parse(await host.Http.GetStringAsync("/acme/oid4vci/jwks"))!["keys"]!.AsArray().Select(k => (string)k!["kid"]!).ToList();
        Assert.Equal([(string)made!["kid"]!, (string)before["kid"]!], published);
        Assert.Equal(404, (await admin.PostAsync("/admin/tenants/nobody/keys", "{}")).Status);
    }
}
