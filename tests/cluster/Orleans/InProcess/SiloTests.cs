using System.Collections.Concurrent;
using System.Text;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Cluster.Tests.Orleans.InProcess;

/// <summary>What silos of one cluster owe each other, asked of each of them.</summary>
public sealed class SiloTests(SilosInProcess silos) : IClassFixture<SilosInProcess>
{
    private const int Flows = 24;

    [PostgreSqlFact]
    public async Task Flows_run_on_while_a_silo_is_killed_and_every_token_that_was_given_is_alive()
    {
        await silos.WholeAsync();
        var given = new ConcurrentBag<(Guid Id, SecretText Token)>();
        using var enough = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var wallets = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var flow = new GrainFlow(silos.Client);
                var token = await flow.RunAsync();
                given.Add((flow.Id, token));
                enough.Release();
            }
        })).ToArray();
        await MoreAsync(Flows);

        await silos.Cluster.KillSiloAsync(silos.Cluster.GetActiveSilos().Last());

        // More than there are wallets, so each of them has gone on with what it was in the middle of.
        await MoreAsync(2 * Flows);
        await stop.CancelAsync();
        await Task.WhenAll(wallets);
        foreach (var (id, token) in given)
        {
            Assert.True(await SilosInProcess.IsLiveAsync(silos.Client, id, token));
        }

        async Task MoreAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(await enough.WaitAsync(TimeSpan.FromSeconds(60)), "No wallet goes on.");
            }
        }
    }

    [PostgreSqlFact]
    public async Task Sessions_of_a_silo_that_stops_go_on_elsewhere()
    {
        await silos.WholeAsync();
        var flows = Enumerable.Range(0, Flows).Select(_ => new GrainFlow(silos.Client)).ToArray();
        await Task.WhenAll(flows.Select(f => f.BeginAsync()));

        await silos.Cluster.StopSiloAsync(silos.Cluster.GetActiveSilos().Last());

        foreach (var tokens in await Task.WhenAll(flows.Select(async f => await f.RedeemAsync(await f.ContinueAsync()))))
        {
            Assert.Null(tokens.Error);
        }
    }

    [PostgreSqlFact]
    public async Task A_revocation_in_bulk_has_reached_every_silo_when_the_call_returns()
    {
        await silos.WholeAsync();
        var flows = Enumerable.Range(0, Flows).Select(_ => new GrainFlow(silos.Client)).ToArray();
        var tokens = await Task.WhenAll(flows.Select(f => f.RunAsync()));

        // Every silo has asked, and somewhere each grant has an activation that has answered.
        await EachAsync(Assert.True);
        var administration = silos.Client.GetGrain<ITenantAdministrationGrain>("demo");
        var target = new RevocationTarget(RevocationTargetKind.Client, "wallet");
        var before = (await administration.BeginRevocationAsync(target))!.Value;
        var count = 0;
        while (await administration.RevokePageAsync(target, before) is var page and > 0)
        {
            count += page;
        }

        Assert.InRange(count, Flows, int.MaxValue);
        await EachAsync(Assert.False);

        async Task EachAsync(Action<bool> rule)
        {
            Assert.Equal(SilosInProcess.Size, silos.Members.Count);
            foreach (var member in silos.Members)
            {
                Assert.All(await Task.WhenAll(flows.Zip(tokens, (f, t) => SilosInProcess.IsLiveAsync(member, f.Id, t))), rule);
            }
        }
    }

    [PostgreSqlFact]
    public async Task A_tenant_that_is_changed_is_changed_for_every_silo_when_their_cache_time_is_over()
    {
        await silos.WholeAsync();
        var tenant = silos.Client.GetGrain<ITenantGrain>("changing");
        const string Action = """{ "type": "redirect_to_web", "url": "https://forms.example/" }""";
        var first = await tenant.PutAsync(Document("old"), null);
        Assert.Null(first.Error);

        // Sessions begin on all silos, and each keeps the tenant for a second.
        Assert.All(await BeginAsync("old"), Assert.Null);
        Assert.All(await BeginAsync("new"), Assert.NotNull);
        Assert.Null((await tenant.PutAsync(Document("new"), first.Version)).Error);
        await Pause.ForAsync(new IssuerOptions().TenantCacheTime);

        Assert.All(await BeginAsync("new"), Assert.Null);
        Assert.All(await BeginAsync("old"), Assert.NotNull);

        static byte[] Document(string credential) => Encoding.UTF8.GetBytes(
            $$"""
            { "tenantId": "changing", "allowUnregisteredClients": true,
              "credentialConfigurations": [ { "credentialConfigId": "{{credential}}", "iaeActions": [ {{Action}} ] } ] }
            """);
        Task<string?[]> BeginAsync(string credential) =>
            Task.WhenAll(Enumerable.Range(0, 2 * Flows).Select(_ => new GrainFlow(silos.Client, "changing", credential).TryBeginAsync()));
    }
}
