using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class IdleCollectionTests
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task An_activation_is_collected_after_fifteen_minutes_without_a_call()
    {
        await using var host = new LocalGrainHost();
        DeactivationReasonCode? reason = null;
        host.Hooks.Deactivating = (_, why, _) =>
        {
            reason = why.ReasonCode;
            return Task.CompletedTask;
        };
        await host.Script().Increment();
        var gone = await host.Script().Ask(self => self.GrainContext.Deactivated);

        host.Clock.Advance(Age - TimeSpan.FromMilliseconds(1));
        Assert.False(gone.IsCompleted);
        Assert.Equal(1, host.Runtime.ActivationCount);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await gone.Soon();

        Assert.Equal(DeactivationReasonCode.ActivationIdle, reason);
        Assert.Equal(0, host.Runtime.ActivationCount);
        Assert.Equal(2, await host.Script().Increment());
        Assert.Equal(2, host.Hooks.Instances);
    }

    [Fact]
    public async Task A_call_makes_the_age_begin_anew()
    {
        await using var host = new LocalGrainHost();
        for (var i = 0; i < 5; i++)
        {
            await host.Script().Nothing();
            host.Clock.Advance(Age - TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, await host.Script().Instance());
    }

    [Fact]
    public async Task A_call_that_runs_keeps_its_activation()
    {
        await using var host = new LocalGrainHost(options => options.ResponseTimeout = TimeSpan.FromDays(1));
        var (held, gate) = host.Script().Hold();
        host.Clock.Advance(Age * 3);
        gate.SetResult();
        await held;

        Assert.Equal(1, await host.Script().Instance());
    }

    [Fact]
    public async Task Ticks_do_not_keep_an_activation()
    {
        await using var host = new LocalGrainHost();
        var ended = await TickAtMinuteFourteen(host, keepAlive: false);

        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await ended.Soon(); // Fifteen minutes after the call.
        Assert.Equal(2, await host.Script().Instance());
    }

    [Fact]
    public async Task Ticks_of_a_timer_that_says_so_keep_an_activation()
    {
        await using var host = new LocalGrainHost();
        var alive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await host.Script().Do(self => self.RegisterGrainTimer(
            () => Signal(alive), TimeSpan.FromMinutes(16), Timeout.InfiniteTimeSpan));
        var ended = await TickAtMinuteFourteen(host, keepAlive: true);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Same(alive.Task, await Task.WhenAny(alive.Task, ended).Soon());
        host.Clock.Advance(TimeSpan.FromMinutes(13));
        await ended.Soon(); // Fifteen minutes after the tick.
    }

    [Fact]
    public async Task A_class_can_have_an_age_of_its_own()
    {
        await using var host = new LocalGrainHost(
            options => options.ClassSpecificCollectionAge[typeof(ScriptGrain).FullName!] = TimeSpan.FromMinutes(2),
            grains => grains.AddGrain<ShortLivedGrain>().AddGrain<EverlastingGrain>());
        await host.Script().Nothing();
        await host.Grains.GetGrain<IShortLivedGrain>("one").Touch();
        await host.Grains.GetGrain<IEverlastingGrain>("one").Touch();
        var first = await host.Script().Ask(self => self.GrainContext.Deactivated);
        var second = await host.Grains.GetGrain<IShortLivedGrain>("one").Touch();

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await first.Soon();
        Assert.Equal(2, host.Runtime.ActivationCount);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await second.Soon();
        host.Clock.Advance(TimeSpan.FromDays(1000));

        Assert.Equal(1, host.Runtime.ActivationCount);
    }

    [Fact]
    public async Task A_call_that_races_with_the_collection_is_never_lost()
    {
        // The clock jumps over minutes while calls wait; that is not what is tested here.
        await using var host = new LocalGrainHost(options => options.ResponseTimeout = TimeSpan.FromDays(365));
        for (var round = 1; round <= 500; round++)
        {
            await host.Script().Nothing();
            using var start = new Barrier(3);
            var collecting = Task.Run(() =>
            {
                start.SignalAndWait();
                host.Clock.Advance(Age);
            });
            var calls = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                return host.Script().Increment();
            })).ToList();
            await Task.WhenAll(calls.Append<Task>(collecting));
        }

        Assert.Equal(1000, host.Storage.Peek<ScriptState>("script", LocalGrainHost.IdOf("one"))!.Number);
        Assert.True(host.Hooks.Instances > 1);
    }

    /// <summary>Has a tick at fourteen minutes, and returns once its turn is over, with the task of the activation's end.</summary>
    private static async Task<Task> TickAtMinuteFourteen(LocalGrainHost host, bool keepAlive)
    {
        var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = await host.Script().Ask(self =>
        {
            self.RegisterGrainTimer(() => Task.CompletedTask, new GrainTimerCreationOptions(
                TimeSpan.FromMinutes(14) - TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan) { KeepAlive = keepAlive });
            self.RegisterGrainTimer(() => Signal(next), TimeSpan.FromMinutes(14), Timeout.InfiniteTimeSpan);
            return self.GrainContext.Deactivated;
        });
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        await next.Task.Soon(); // A turn of its own, so the one before is over.
        return ended;
    }

    private static Task Signal(TaskCompletionSource signal)
    {
        signal.SetResult();
        return Task.CompletedTask;
    }
}

public interface IShortLivedGrain : IGrainWithStringKey
{
    Task<Task> Touch();
}

public interface IEverlastingGrain : IGrainWithStringKey
{
    Task Touch();
}

[CollectionAgeLimit(Minutes = 3)]
public sealed class ShortLivedGrain : Grain, IShortLivedGrain
{
    public Task<Task> Touch() => Task.FromResult(GrainContext.Deactivated);
}

[CollectionAgeLimit(AlwaysActive = true)]
public sealed class EverlastingGrain : Grain, IEverlastingGrain
{
    public Task Touch() => Task.CompletedTask;
}
