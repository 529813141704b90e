using System.Collections.Concurrent;
using System.Net;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Cluster.Tests.Faults.Load;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Cluster.Tests.Orleans.Hosting;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;
using Xunit.Abstractions;

namespace Eudiplo.Cluster.Tests.Orleans.Processes;

/// <summary>
/// Silos and gateways under load, and what breaks around them. Each test ends with the checker. The ordinary run is short;
/// <c>EUDIPLO_FAULT_SECONDS</c> makes each test that goes in rounds go on for that long.
/// </summary>
public sealed class ClusterFaultTests(SiloCluster cluster, ITestOutputHelper output) : ClusterTests(cluster, output)
{
    private static readonly TimeSpan LongForm =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("EUDIPLO_FAULT_SECONDS"), out var seconds) ? seconds : 0);

    private readonly SiloCluster _cluster = cluster;
    private readonly ITestOutputHelper _output = output;

    [ClusterFact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_silos_are_killed_and_return()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);
        await RoundsAsync(SiloCluster.Size, async round =>
        {
            var victim = round % SiloCluster.Size;
            await load.Recorder.MoreAsync(200);
            await _cluster.Silos[victim]!.KillAsync();
            await AllGoOnAsync(load, $"Silo {victim} was killed");
            await _cluster.ReturnSiloAsync(victim);
        });
        await load.Recorder.MoreAsync(100);

        // Every request was answered by its gateway, which made the lost calls again.
        Assert.Equal(0, load.BrokenConnections);
        await FinishAsync(load);
    }

    [ClusterFact]
    public async Task Nothing_that_was_acknowledged_is_lost_and_no_session_outlives_its_time_when_gateways_and_silos_are_killed_and_return()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);

        // Wallets that let their session's time go by while the silo dies that had the session's timer.
        var dawdlers = Enumerable.Range(0, 6).Select(_ => load.Wallet("hasty")).ToArray();
        var asked = await Task.WhenAll(dawdlers.Select(d => d.BeginAsync("guide-credential", CancellationToken.None)));
        var begun = TimeProvider.System.GetTimestamp();
        Assert.All(await Task.WhenAll(dawdlers[..3].Select((d, i) => d.ContinueAsync(asked[i]!, CancellationToken.None))), Assert.NotNull);

        await RoundsAsync(2, async round =>
        {
            var victim = round % SiloCluster.Size;
            await load.Recorder.MoreAsync(100);
            await Task.WhenAll(_cluster.Gateways[victim]!.KillAsync(), _cluster.Silos[SiloCluster.Size - 1 - victim]!.KillAsync());
            await AllGoOnAsync(load, $"Gateway {victim} and the other silo were killed");
            await Task.WhenAll(_cluster.ReturnGatewayAsync(victim), _cluster.ReturnSiloAsync(SiloCluster.Size - 1 - victim));
        });
        Assert.NotEqual(0, load.BrokenConnections);
        if (TenantDirectory.HastyLifetime - TimeProvider.System.GetElapsedTime(begun) is { Ticks: > 0 } left)
        {
            await Pause.ForAsync(left);
        }

        Assert.All(await Task.WhenAll(dawdlers[3..].Select((d, i) => d.ContinueAsync(asked[3 + i]!, CancellationToken.None))), Assert.Null);
        Assert.Equal(3, load.Recorder.Answers.Count(a => a.Kind == AnswerKind.Refused));
        await FinishAsync(load);
    }

    [ClusterFact]
    public async Task Requests_with_proofs_are_all_answered_when_a_silo_is_killed_and_no_proof_is_called_used_that_was_not()
    {
        await _cluster.WholeAsync();
        var (http, _) = _cluster.Client();
        using var disposed = http;
        var replies = new ConcurrentQueue<InteractiveReply>();
        using var some = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var wallets = Enumerable.Range(0, Wallets).Select(_ => Task.Run(async () =>
        {
            var wallet = new WalletClient(http, _cluster.Endpoints, new BareDialect(), "wallet") { Dpop = new DpopProof(EcKey.Generate(), TimeProvider.System) };
            while (!stop.IsCancellationRequested)
            {
                replies.Enqueue(await wallet.StartAsync("guide-credential", Pkce.Generate()));
                some.Release();
            }
        })).ToArray();
        await MoreAsync(4 * Wallets);
        await _cluster.Silos[1]!.KillAsync();
        await MoreAsync(20 * Wallets);
        await stop.CancelAsync();
        await Task.WhenAll(wallets);
        Assert.All(replies, r => Assert.True(r.AuthSession is not null, $"{r}"));

        async Task MoreAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(await some.WaitAsync(TimeSpan.FromSeconds(90)), "No wallet goes on.");
            }
        }
    }

    [ClusterFact]
    public async Task A_silo_that_hangs_until_it_is_taken_for_dead_changes_nothing_when_it_wakes()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);
        await RoundsAsync(1, async round =>
        {
            var hanging = _cluster.Silos[round % SiloCluster.Size]!;
            await load.Recorder.MoreAsync(200);
            hanging.Freeze();
            try
            {
                await AllGoOnAsync(load, "A silo hung");
            }
            finally
            {
                hanging.Thaw();
            }

            // It has activations of grains that live elsewhere by now, until it learns that it was given up, and ends itself.
            await load.Recorder.MoreAsync(100);
            await hanging.ExitedAsync();
            _output.WriteLine($"It ended with {hanging.ExitCode}.");
            Assert.NotEqual(0, hanging.ExitCode);
            await _cluster.WholeAsync();
        });
        await load.Recorder.MoreAsync(100);
        await FinishAsync(load);
    }

    [ClusterFact]
    public async Task Flows_go_on_while_Redis_is_away_and_a_silo_that_dies_meanwhile_is_given_up_when_it_returns()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);
        await RoundsAsync(1, async round =>
        {
            await load.Recorder.MoreAsync(100);
            await _cluster.StopRedisAsync();
            await load.Recorder.MoreAsync(300);
            Assert.Equal((0, 0), (load.BrokenConnections, load.Unavailable));
            Assert.All(await Task.WhenAll(_cluster.Processes.Select(p => Health.AskAsync(p.Url, "/health/ready"))), s => Assert.Equal(HttpStatusCode.OK, s));

            var victim = round % SiloCluster.Size;
            await _cluster.Silos[victim]!.KillAsync();
            await _cluster.ReturnRedisAsync();
            await AllGoOnAsync(load, "Redis is back and a silo was killed");
            await _cluster.ReturnSiloAsync(victim);
        });
        await load.Recorder.MoreAsync(100);
        await FinishAsync(load);
    }

    [ClusterFact]
    public async Task A_database_that_is_away_is_told_as_503_and_costs_nothing()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);
        await RoundsAsync(1, async _ =>
        {
            await load.Recorder.MoreAsync(100);
            await _cluster.Database.Server.CrashAsync();
            var (http, _) = _cluster.Client();
            using var disposed = http;
            var refused = await _cluster.Wallet(http).StartAsync("guide-credential", Pkce.Generate());
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (refused.Status, refused.Error));
            await Task.WhenAll(_cluster.Silos.Select(s => Health.UntilAsync(s!.Url, "/health/ready", HttpStatusCode.ServiceUnavailable)));
            await _cluster.Database.Server.RestartAsync();
        });
        await load.Recorder.MoreAsync(200);
        await FinishAsync(load);
    }

    [ClusterFact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_database_is_slow_and_its_connections_are_cut()
    {
        await _cluster.WholeAsync();
        await using var load = FaultLoad.Start(_cluster, Wallets);
        try
        {
            await RoundsAsync(3, async round =>
            {
                await load.Recorder.MoreAsync(60);
                _cluster.Proxy.Delay = TimeSpan.FromMilliseconds(20 * (round % 5 + 1));
                await load.Recorder.MoreAsync(30);
                _cluster.Proxy.CutAll();
                await load.Recorder.MoreAsync(30);
                _cluster.Proxy.Delay = TimeSpan.Zero;
            });
        }
        finally
        {
            _cluster.Proxy.Delay = TimeSpan.Zero;
        }

        await load.Recorder.MoreAsync(100);
        Assert.NotEqual(0, _cluster.Proxy.Cut);
        await FinishAsync(load);
    }

    /// <summary>Waits for more answers than there are wallets: each of those that were in the middle of something has its answer by then.</summary>
    private async Task AllGoOnAsync(FaultLoad load, string after)
    {
        var started = TimeProvider.System.GetTimestamp();
        await load.Recorder.MoreAsync(4 * Wallets);
        _output.WriteLine($"{after}; all wallets go on after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s.");
    }

    private static async Task RoundsAsync(int least, Func<int, Task> round)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < least || TimeProvider.System.GetElapsedTime(started) < LongForm; number++)
        {
            await round(number);
        }
    }
}
