using System.Diagnostics;
using System.Globalization;
using Eudiplo.Grains.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Xunit.Abstractions;

namespace Eudiplo.Unit.Tests.GrainsLocal;

/// <summary>
/// What calls and idle activations cost. The figures are printed; only what does not depend on the machine is asserted.
/// Set <c>EUDIPLO_IDLE_GRAINS</c> (such as 100000) to measure many, on the system's clock.
/// </summary>
public sealed class CostTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_call_of_a_grain_at_rest_allocates_little()
    {
        await using var host = new LocalGrainHost();
        var grain = host.Script();
        await Calls(grain, 1000);

        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var task = Calls(grain, 1000);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        Assert.True(task.IsCompletedSuccessfully);

        output.WriteLine($"{bytes / 1000} bytes per call");
        Assert.InRange(bytes / 1000, 0, 64);
    }

    [Fact]
    public async Task Idle_activations_with_a_timer_each_share_one_clock_timer()
    {
        var many = int.Parse(Environment.GetEnvironmentVariable("EUDIPLO_IDLE_GRAINS") ?? "1000", CultureInfo.InvariantCulture);
        await using var host = new LocalGrainHost(add: grains => grains.AddGrain<IdleGrain>());
        await host.Grains.GetGrain<IIdleGrain>("warm-up").Begin();
        var keys = Enumerable.Range(0, many).Select(_ => $"demo/{Guid.CreateVersion7()}").ToArray();

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        foreach (var key in keys)
        {
            await host.Grains.GetGrain<IIdleGrain>(key).Begin();
        }

        var seconds = watch.Elapsed.TotalSeconds;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;

        output.WriteLine($"{many} idle grains: {bytes / many} bytes each, without the key; activated {many / seconds:N0} per second");
        Assert.Equal(many + 1, host.Runtime.ActivationCount);
        Assert.Equal(1, host.Clock.PendingTimers);
        GC.KeepAlive(keys);
    }

    [Fact]
    public async Task Calls_per_second_are_printed()
    {
        var calls = Environment.GetEnvironmentVariable("EUDIPLO_IDLE_GRAINS") is null ? 1000 : 2_000_000;
        await using var services = new ServiceCollection().AddSingleton<ScriptHooks>()
            .AddKeyedSingleton<IGrainStorage>("eudiplo", new Storage.MemoryGrainStorage())
            .AddLocalGrains().AddGrain<ScriptGrain>().Services.BuildServiceProvider();
        var grains = services.GetRequiredService<IGrainFactory>();
        var grain = grains.GetGrain<IScriptGrain>("one");
        await Calls(grain, calls / 10);

        var watch = Stopwatch.StartNew();
        await Calls(grain, calls);
        Print("at rest, one reference");

        watch.Restart();
        for (var i = 0; i < calls; i++)
        {
            await grains.GetGrain<IScriptGrain>("one").Instance();
        }

        Print("at rest, GetGrain each time");

        watch.Restart();
        for (var i = 0; i < calls; i++)
        {
            await grain.DoAsync(Yields);
        }

        Print("that waits");

        watch.Restart();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < calls / 8; i++)
            {
                await grain.Nothing();
            }
        })));
        Print("of one grain from eight callers");

        Assert.Equal(1, await grain.Instance());

        void Print(string what) =>
            output.WriteLine($"{what}: {watch.Elapsed.TotalMicroseconds / calls:N3} µs per call");

        static async Task Yields(ScriptGrain self) => await Task.Yield();
    }

    private static async Task Calls(IScriptGrain grain, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await grain.Nothing();
        }
    }
}

public interface IIdleGrain : IGrainWithStringKey
{
    Task Begin();
}

/// <summary>A grain like a session: stored state and one timer.</summary>
public sealed class IdleGrain([PersistentState("idle", "eudiplo")] IPersistentState<ScriptState> state) : Grain, IIdleGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(End, TimeSpan.FromMinutes(10), Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task Begin() => Task.FromResult(state.State.Number);

    private Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
