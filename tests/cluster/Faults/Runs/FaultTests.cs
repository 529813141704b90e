using System.Net;
using Eudiplo.Cluster.Tests.Faults.History;
using Eudiplo.Cluster.Tests.Faults.Load;
using Eudiplo.Cluster.Tests.Hosting;

namespace Eudiplo.Cluster.Tests.Faults.Runs;

/// <summary>
/// Three gateways over one PostgreSQL under load, and what breaks around them. Each test ends with the checker. The ordinary run is short;
/// <c>EUDIPLO_FAULT_SECONDS</c> makes each test go on for that long.
/// </summary>
[Collection(FleetCollection.Name)]
public sealed class FaultTests(GatewayFleet fleet)
{
    private const int Wallets = 12;

    private static readonly TimeSpan LongForm =
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("EUDIPLO_FAULT_SECONDS"), out var seconds) ? seconds : 0);

    [PostgreSqlFact]
    public async Task Nothing_that_was_acknowledged_is_lost_and_no_session_outlives_its_time_when_processes_are_killed_and_return()
    {
        await using var load = FaultLoad.Start(fleet, Wallets);

        // Wallets that let their session's time go by while the process dies that had the session's timer.
        var dawdlers = Enumerable.Range(0, 6).Select(_ => load.Wallet("hasty")).ToArray();
        var asked = await Task.WhenAll(dawdlers.Select(d => d.BeginAsync("guide-credential", CancellationToken.None)));
        var begun = TimeProvider.System.GetTimestamp();
        Assert.All(await Task.WhenAll(dawdlers[..3].Select((d, i) => d.ContinueAsync(asked[i]!, CancellationToken.None))), Assert.NotNull);

        await RoundsAsync(3, async round =>
        {
            var victim = round % GatewayFleet.Size;
            await load.Recorder.MoreAsync(100);
            await fleet.Processes[victim].KillAsync();
            await load.Recorder.MoreAsync(100);
            await fleet.ReturnAsync(victim);
        });
        Assert.NotEqual(0, load.BrokenConnections);
        if (TenantDirectory.HastyLifetime - TimeProvider.System.GetElapsedTime(begun) is { Ticks: > 0 } left)
        {
            await Pause.ForAsync(left);
        }

        Assert.All(await Task.WhenAll(dawdlers[3..].Select((d, i) => d.ContinueAsync(asked[3 + i]!, CancellationToken.None))), Assert.Null);
        Assert.Equal(3, load.Recorder.Answers.Count(a => a.Kind == AnswerKind.Refused));
        await load.FinishAsync();
    }

    [PostgreSqlFact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_database_crashes_and_returns()
    {
        await using var load = FaultLoad.Start(fleet, Wallets);
        await RoundsAsync(1, async _ =>
        {
            await load.Recorder.MoreAsync(100);
            await fleet.Database.Server.CrashAsync();
            await Task.WhenAll(fleet.Urls.Select(url => Health.UntilAsync(url, "/health/ready", HttpStatusCode.ServiceUnavailable)));
            await fleet.Database.Server.RestartAsync();
        });
        await load.Recorder.MoreAsync(200);
        await load.FinishAsync();
    }

    [PostgreSqlFact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_database_is_slow_and_its_connections_are_cut()
    {
        await using var load = FaultLoad.Start(fleet, Wallets);
        try
        {
            await RoundsAsync(3, async round =>
            {
                await load.Recorder.MoreAsync(60);
                fleet.Proxy.Delay = TimeSpan.FromMilliseconds(20 * (round + 1));
                await load.Recorder.MoreAsync(30);
                fleet.Proxy.CutAll();
                await load.Recorder.MoreAsync(30);
                fleet.Proxy.Delay = TimeSpan.Zero;
            });
        }
        finally
        {
            fleet.Proxy.Delay = TimeSpan.Zero;
        }

        await load.Recorder.MoreAsync(100);
        Assert.NotEqual(0, fleet.Proxy.Cut);
        await load.FinishAsync();
    }

    [PostgreSqlFact]
    public async Task A_process_that_is_asked_to_stop_turns_unready_and_finishes_what_it_took()
    {
        await using var load = FaultLoad.Start(fleet, Wallets);
        var leaving = fleet.Processes[1];
        await load.Recorder.MoreAsync(100);

        leaving.AskToStop();
        await Health.UntilAsync(leaving.Url, "/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await Health.AskAsync(leaving.Url, "/health/live"));
        load.Balancer.Use(fleet.Urls.Where(u => u != leaving.Url));
        await leaving.ExitedAsync();

        Assert.Equal(0, leaving.ExitCode);
        Assert.Equal(0, load.BrokenConnections);
        await fleet.ReturnAsync(1);
        load.Balancer.Use(fleet.Urls);
        await load.Recorder.MoreAsync(50);
        Assert.Equal(0, load.BrokenConnections);
        await load.FinishAsync();
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
