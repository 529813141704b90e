using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Admin;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Http;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Eudiplo.Gateway.Tests.Grants;

/// <summary>Revocation by user, client and group, over the real store.</summary>
public sealed class BulkRevocationTests
{
    [Theory]
    [InlineData("client", "the-client")]
    [InlineData("user", "the-user")]
    [InlineData("group", "the-group")]
    public async Task A_revocation_tells_the_exact_count_and_is_idempotent(string by, string value)
    {
        await using var host = await AdminClient.StartAsync();
        var meant = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => CreateAsync(host)));
        var other = await CreateAsync(host, "another-client", "another-user", "another-group");
        var elsewhere = await CreateAsync(host, tenant: "second");
        Assert.All(meant, m => Assert.Null(m.Reply.Error));
        Assert.True(await IsLiveAsync(host, meant[0]));

        Assert.Equal(7, await RevokeAsync(host, by, value));
        Assert.All(await Task.WhenAll(meant.Select(m => IsLiveAsync(host, m))), Assert.False);
        Assert.Equal("invalid_grant", await RefreshErrorAsync(host, meant[0]));
        Assert.True(await IsLiveAsync(host, other));
        Assert.True(await IsLiveAsync(host, elsewhere, "second"));
        Assert.Equal(0, await RevokeAsync(host, by, value));
        Assert.True(await IsLiveAsync(host, await CreateAsync(host)));
    }

    [Fact]
    public async Task Grants_made_while_their_client_is_revoked_are_revoked_or_later_and_never_in_between()
    {
        await using var host = await AdminClient.StartAsync();
        var stop = new TaskCompletionSource();
        var makers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var made = new List<(Guid Id, TokenReply Reply)>();
            while (!stop.Task.IsCompleted || made.Count < 20)
            {
                made.Add(await CreateAsync(host));
            }

            return made;
        })).ToArray();

        var administration = Administration(host);
        var target = new RevocationTarget(RevocationTargetKind.Client, "the-client");
        var count = 0L;
        DateTimeOffset before = default;
        for (var i = 0; i < 5; i++)
        {
            before = (await administration.BeginRevocationAsync(target))!.Value;
            while (await administration.RevokePageAsync(target, before) is var page and > 0)
            {
                count += page;
            }
        }

        // Whatever began before the last revocation must be dead by now, and what is alive must have begun after it.
        stop.SetResult();
        var all = (await Task.WhenAll(makers)).SelectMany(m => m).ToList();
        foreach (var grant in all)
        {
            var view = await Grant(host, grant.Id).ViewAsync(withSubject: false);
            Assert.True(view is null || view.CreatedAt >= before, "A grant that began before the revocation is alive.");
            Assert.Equal(view is not null, grant.Reply.Error is null && await IsLiveAsync(host, grant));
        }

        // Each grant was counted once, or lives, or never handed out its tokens.
        var alive = 0;
        foreach (var grant in all)
        {
            alive += await Grant(host, grant.Id).ViewAsync(withSubject: false) is null ? 0 : 1;
        }

        Assert.InRange(count, all.Count(g => g.Reply.Error is null) - alive, all.Count - alive);
    }

    [Fact]
    public async Task Grants_of_several_pages_are_counted_exactly()
    {
        await using var host = await AdminClient.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 3_000), async (_, _) => await CreateAsync(host));

        Assert.Equal(3_000, await RevokeAsync(host, "client", "the-client"));
    }

    [Fact]
    public async Task A_grant_that_began_before_the_call_is_revoked_though_the_clock_it_was_made_by_was_ahead()
    {
        // Activations end with their calls, as they do where processes share a database: nothing but the rows and the clock tells of time.
        var clock = new SetClock();
        await using var host = await GatewayHost.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(clock), AdminClient.Setting, "--Eudiplo:Grains:ActivationPerCall=true");
        clock.Ahead = TimeSpan.FromMinutes(10);
        var ahead = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CreateAsync(host)));
        clock.Ahead = TimeSpan.Zero;
        var right = await CreateAsync(host);
        Assert.True(await IsLiveAsync(host, ahead[0]));

        Assert.Equal(4, await RevokeAsync(host, "client", "the-client"));
        Assert.All(await Task.WhenAll(ahead.Append(right).Select(grant => IsLiveAsync(host, grant))), Assert.False);

        // The clock that is behind makes grants after the call.
        clock.Ahead = TimeSpan.FromMinutes(-5);
        var later = await CreateAsync(host);
        Assert.True(await IsLiveAsync(host, later));
    }

    [Fact]
    public async Task An_operators_revocation_that_the_tenants_webhook_bypasses_is_a_conflict_and_revokes_nothing()
    {
        var webhook = new ScriptedWebhook { Answer = """{"bypass":true}""" };
        await using var host = await GatewayHost.StartWithAsync(
            demo => demo["revocationWebhook"] = new JsonObject { ["url"] = "https://hooks.example/revoking" },
            builder => builder.Services.AddSingleton<IGuardedHttp>(webhook),
            AdminClient.Setting);
        var grant = await CreateAsync(host);

        var (status, json, _) = await new AdminClient(host).PostAsync("/admin/tenants/demo/revocations", """{"client":"the-client"}""");

        Assert.Equal((409, "access_denied"), (status, (string?)json!["error"]));
        Assert.True(await IsLiveAsync(host, grant));
        Assert.Equal("""{"event":"revocation","target":{"client":"the-client"}}""", Assert.Single(webhook.Bodies));
        webhook.Answer = null;
        Assert.Equal(1, await RevokeAsync(host, "client", "the-client"));
        Assert.False(await IsLiveAsync(host, grant));
        Assert.Equal(2, webhook.Bodies.Count);
    }

    private static async Task<(Guid Id, TokenReply Reply)> CreateAsync(
        GatewayHost host, string client = "the-client", string user = "the-user", string group = "the-group", string tenant = "demo")
    {
        var id = Guid.CreateVersion7();
        var reply = await Grant(host, id, tenant).CreateAsync(new CreateGrant { ClientId = client, Subject = user, GroupId = group, AuthTime = DateTimeOffset.UtcNow });
        return (id, reply);
    }

    private static async Task<bool> IsLiveAsync(GatewayHost host, (Guid Id, TokenReply Reply) grant, string tenant = "demo") =>
        (await Grant(host, grant.Id, tenant).FindAccessTokenAsync(grant.Reply.AccessToken!)).Active;

    private static async Task<string?> RefreshErrorAsync(GatewayHost host, (Guid Id, TokenReply Reply) grant)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = "the-client",
            ["refresh_token"] = grant.Reply.RefreshToken!.Value,
        });
        var response = await host.Http.PostAsync("/demo/oid4vci/token", form);
        return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"];
    }

    private static async Task<long> RevokeAsync(GatewayHost host, string by, string value)
    {
        var (status, json, _) = await new AdminClient(host).PostAsync("/admin/tenants/demo/revocations", $$"""{"{{by}}":"{{value}}"}""");
        Assert.Equal(200, status);
        return (long)json!["revoked"]!;
    }

    private static IGrantGrain Grant(GatewayHost host, Guid id, string tenant = "demo") =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGrantGrain>(new GrainKey(tenant, id).ToString());

    private static ITenantAdministrationGrain Administration(GatewayHost host) =>
        host.Services.GetRequiredService<IGrainFactory>().GetGrain<ITenantAdministrationGrain>("demo");

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
