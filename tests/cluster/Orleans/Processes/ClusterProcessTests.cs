using System.Net;
using Eudiplo.Cluster.Tests.Faults.Load;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Cluster.Tests.Orleans.Hosting;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Xunit.Abstractions;

namespace Eudiplo.Cluster.Tests.Orleans.Processes;

/// <summary>Two silos and a gateway as processes of their own are one server, and stay one while silos die and return.</summary>
public sealed class ClusterProcessTests(SiloCluster cluster, ITestOutputHelper output) : IClassFixture<SiloCluster>, IDisposable
{
    private const int Wallets = 12;

    [ClusterFact]
    public async Task A_gateway_without_silos_is_alive_and_not_ready_and_finds_them_when_they_come()
    {
        if (cluster.Silos.All(s => s is null))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Health.AskAsync(cluster.Gateway.Url, "/health/ready"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Health.AskAsync(cluster.Gateway.Url, "/.well-known/oauth-authorization-server/demo"));
            await cluster.WholeAsync();
        }

        foreach (var silo in cluster.Silos)
        {
            await (silo?.KillAsync() ?? Task.CompletedTask);
        }

        await Health.UntilAsync(cluster.Gateway.Url, "/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await Health.AskAsync(cluster.Gateway.Url, "/health/live"));
        await cluster.WholeAsync();
        var (http, _) = cluster.Client();
        using var disposed = http;
        var outcome = await new WalletFlow(cluster.Wallet(http), cluster.Holder(), TimeProvider.System) { Backend = cluster.Backend(http) }
            .RunAsync("organization-credential");
        Assert.True(outcome.Succeeded, outcome.Failure);
    }

    [ClusterFact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_silos_are_killed_and_return()
    {
        await cluster.WholeAsync();
        await using var load = FaultLoad.Start(cluster, Wallets);
        for (var victim = 0; victim < SiloCluster.Size; victim++)
        {
            await load.Recorder.MoreAsync(200);
            await cluster.Silos[victim]!.KillAsync();
            var killed = TimeProvider.System.GetTimestamp();

            // More than there are wallets: each of those that were in the middle of something has its answer by then.
            await load.Recorder.MoreAsync(4 * Wallets);
            output.WriteLine($"Silo {victim} killed; all wallets go on after {TimeProvider.System.GetElapsedTime(killed).TotalSeconds:0.0} s.");
            await cluster.ReturnAsync(victim);
        }

        await load.Recorder.MoreAsync(100);
        Assert.Equal(0, load.BrokenConnections);
        output.WriteLine($"{load.Recorder.Answers.Count} answers, {load.Unavailable} times 503.");
        await load.FinishAsync();
        AssertNoSessionIsNamed(load);
    }

    [ClusterFact]
    public async Task A_silo_that_is_asked_to_stop_loses_nothing()
    {
        await cluster.WholeAsync();
        await using var load = FaultLoad.Start(cluster, Wallets);
        await load.Recorder.MoreAsync(200);
        var leaving = cluster.Silos[1]!;

        leaving.AskToStop();
        await leaving.ExitedAsync();

        Assert.Equal(0, leaving.ExitCode);
        await load.Recorder.MoreAsync(100);
        output.WriteLine($"{load.Recorder.Answers.Count} answers, {load.Unavailable} times 503.");
        Assert.Equal((0, 0), (load.BrokenConnections, load.Unavailable));
        await load.FinishAsync();
        AssertNoSessionIsNamed(load);
        await cluster.WholeAsync();
    }

    [ClusterFact]
    public async Task A_silo_that_cannot_sign_off_because_Redis_is_away_ends_all_the_same()
    {
        await cluster.WholeAsync();
        var leaving = cluster.Silos[1]!;
        await cluster.LoseRedisAsync();
        var asked = TimeProvider.System.GetTimestamp();

        leaving.AskToStop();
        await leaving.ExitedAsync();

        var took = TimeProvider.System.GetElapsedTime(asked);
        output.WriteLine($"It ended with {leaving.ExitCode} after {took.TotalSeconds:0.0} s.");
        Assert.InRange(took, TimeSpan.Zero, SiloCluster.ShutdownLimit + TimeSpan.FromSeconds(15));

        // A new Redis knows none of the silos, so they are started anew; the gateway finds them.
        await cluster.Silos[0]!.KillAsync();
        await cluster.WholeAsync();
        var (http, _) = cluster.Client();
        using var disposed = http;
        Assert.NotNull((await cluster.Wallet(http).StartAsync("guide-credential", Pkce.Generate())).AuthSession);
    }

    [ClusterFact]
    public async Task A_database_that_is_away_is_told_as_503_and_costs_nothing()
    {
        await cluster.WholeAsync();
        await using var load = FaultLoad.Start(cluster, Wallets);
        await load.Recorder.MoreAsync(100);
        await cluster.Database.Server.CrashAsync();
        var (http, _) = cluster.Client();
        using var disposed = http;
        var refused = await cluster.Wallet(http).StartAsync("guide-credential", Pkce.Generate());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (refused.Status, refused.Error));
        await Task.WhenAll(cluster.Silos.Select(s => Health.UntilAsync(s!.Url, "/health/ready", HttpStatusCode.ServiceUnavailable)));
        await cluster.Database.Server.RestartAsync();
        await load.Recorder.MoreAsync(200);
        await load.FinishAsync();
        AssertNoSessionIsNamed(load);
    }

    /// <summary>A session's id opens calls, so no line has one, whatever went wrong.</summary>
    private void AssertNoSessionIsNamed(FaultLoad load)
    {
        string[] ids = [.. load.Recorder.Answers.Select(a => a.Session.Id).Distinct().SelectMany(id => new[] { $"{id:N}", $"{id:D}" })];
        foreach (var process in cluster.Silos.Append(cluster.Gateway).OfType<ServerProcess>())
        {
            var lines = process.Output.Split('\n');
            Assert.DoesNotContain(lines, line => ids.Any(id => line.Contains(id, StringComparison.OrdinalIgnoreCase)));
        }
    }

    // What the processes wrote, for the reader of a failure.
    public void Dispose()
    {
        foreach (var process in cluster.Silos.Append(cluster.Gateway).OfType<ServerProcess>())
        {
            output.WriteLine($"--- {process.Url}\n{string.Join('\n', process.Output.Split('\n').Where(l => !l.Contains("fail: Orleans.Grain", StringComparison.Ordinal)).TakeLast(40))}");
        }
    }
}
