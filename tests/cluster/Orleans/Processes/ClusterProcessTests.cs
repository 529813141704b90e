using System.Net;
using Eudiplo.Cluster.Tests.Faults.Load;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Cluster.Tests.Orleans.Hosting;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.OAuth;
using Xunit.Abstractions;

namespace Eudiplo.Cluster.Tests.Orleans.Processes;

/// <summary>How the processes of a cluster start, stop and find each other.</summary>
public sealed class ClusterProcessTests(SiloCluster cluster, ITestOutputHelper output) : ClusterTests(cluster, output)
{
    private readonly SiloCluster _cluster = cluster;
    private readonly ITestOutputHelper _output = output;

    [ClusterFact]
    public async Task A_gateway_that_comes_before_Redis_and_silos_is_alive_and_not_ready_and_finds_them_when_they_come()
    {
        await _cluster.EndAsync();
        await _cluster.StartGatewayAsync(0);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Health.AskAsync(_cluster.Urls[0], "/health/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Health.AskAsync(_cluster.Urls[0], "/.well-known/oauth-authorization-server/demo"));

        await _cluster.WholeAsync();
        await RunFlowAsync();
    }

    [ClusterFact]
    public async Task A_gateway_whose_silos_are_all_gone_is_alive_and_not_ready_and_serves_again_when_they_return()
    {
        await _cluster.WholeAsync();
        foreach (var silo in _cluster.Silos)
        {
            await silo!.KillAsync();
        }

        await Task.WhenAll(_cluster.Urls.Select(url => Health.UntilAsync(url, "/health/ready", HttpStatusCode.ServiceUnavailable)));
        Assert.All(await Task.WhenAll(_cluster.Urls.Select(url => Health.AskAsync(url, "/health/live"))), s => Assert.Equal(HttpStatusCode.OK, s));
        await _cluster.WholeAsync();
        await RunFlowAsync();
    }

    [ClusterFact]
    public async Task A_silo_that_is_asked_to_stop_loses_nothing()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);
        await load.Recorder.MoreAsync(200);
        var leaving = _cluster.Silos[1]!;

        leaving.AskToStop();
        await leaving.ExitedAsync();

        Assert.Equal(0, leaving.ExitCode);
        await load.Recorder.MoreAsync(100);
        Assert.Equal((0, 0), (load.BrokenConnections, load.Unavailable));
        await FinishAsync(load);
    }

    [ClusterFact]
    public async Task A_gateway_that_is_asked_to_stop_turns_unready_and_finishes_what_it_took()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);
        await load.Recorder.MoreAsync(100);
        var leaving = _cluster.Gateways[1]!;

        leaving.AskToStop();
        await Health.UntilAsync(leaving.Url, "/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await Health.AskAsync(leaving.Url, "/health/live"));
        load.Balancer.Use(_cluster.Urls.Where(u => u != leaving.Url));
        await leaving.ExitedAsync();

        Assert.Equal(0, leaving.ExitCode);
        await _cluster.ReturnGatewayAsync(1);
        load.Balancer.Use(_cluster.Urls);
        await load.Recorder.MoreAsync(100);
        Assert.Equal((0, 0), (load.BrokenConnections, load.Unavailable));
        await FinishAsync(load);
    }

    [ClusterFact]
    public async Task A_silo_that_cannot_sign_off_because_Redis_is_away_ends_all_the_same()
    {
        await _cluster.WholeAsync();
        var leaving = _cluster.Silos[1]!;
        await _cluster.LoseRedisAsync();
        var asked = TimeProvider.System.GetTimestamp();

        leaving.AskToStop();
        await leaving.ExitedAsync();

        var took = TimeProvider.System.GetElapsedTime(asked);
        _output.WriteLine($"It ended with {leaving.ExitCode} after {took.TotalSeconds:0.0} s.");
        Assert.InRange(took, TimeSpan.Zero, SiloCluster.ShutdownLimit + TimeSpan.FromSeconds(15));

        // A new Redis knows none of the silos, so they are started anew; the gateways find them.
        await _cluster.Silos[0]!.KillAsync();
        await _cluster.WholeAsync();
        await RunFlowAsync();
    }

    private async Task RunFlowAsync()
    {
        var (http, _) = _cluster.Client();
        using var disposed = http;
        var outcome = await new WalletFlow(_cluster.Wallet(http), _cluster.Holder(), TimeProvider.System) { Backend = _cluster.Backend(http) }
            .RunAsync("organization-credential");
        Assert.True(outcome.Succeeded, outcome.Failure);
        Assert.NotNull((await _cluster.Wallet(http).StartAsync("guide-credential", Pkce.Generate())).AuthSession);
    }
}
