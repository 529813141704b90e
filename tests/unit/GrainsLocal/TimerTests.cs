using System.Diagnostics;
using Eudiplo.Grains.Local.Hosting;
using Eudiplo.Unit.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class TimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_timer_ticks_once_when_due_and_not_before()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        await host.Script().Do(self => self.RegisterGrainTimer(() => Tick(ref ticks), Second, Timeout.InfiniteTimeSpan));

        host.Clock.Advance(Second - TimeSpan.FromMilliseconds(1));
        await host.Script().Nothing();
        Assert.Equal(0, ticks);

        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await host.Script().Nothing();
        Assert.Equal(1, ticks);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Script().Nothing();
        Assert.Equal(1, ticks);
    }

    [Fact]
    public async Task A_timer_with_a_period_goes_on()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        await host.Script().Do(self => self.RegisterGrainTimer(_ => Tick(ref ticks), TimeSpan.Zero, Second));

        for (var i = 1; i <= 10; i++)
        {
            host.Clock.Advance(i == 1 ? TimeSpan.Zero : Second);
            await host.Script().Nothing();
            Assert.Equal(i, ticks);
        }
    }

    [Fact]
    public async Task A_tick_is_a_turn()
    {
        await using var host = new LocalGrainHost();
        List<string> order = [];
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await host.Script().Do(self => self.RegisterGrainTimer(
            async (name, _) =>
            {
                order.Add($"{name} begins");
                await gate.Task;
                order.Add($"{name} ends");
            },
            "tick",
            Second,
            Timeout.InfiniteTimeSpan));
        var (held, call) = host.Script().Hold();

        host.Clock.Advance(Second);
        var behind = host.Script().Do(_ => order.Add("call"));
        Assert.Empty(order);
        call.SetResult();
        await held;
        gate.SetResult();
        await behind;

        Assert.Equal(["tick begins", "tick ends", "call"], order);
    }

    [Fact]
    public async Task A_tick_that_may_interleave_does_not_wait_for_a_call()
    {
        await using var host = new LocalGrainHost();
        var ticked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await host.Script().Do(self => self.RegisterGrainTimer(
            () =>
            {
                ticked.TrySetResult();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions { DueTime = Second, Period = Timeout.InfiniteTimeSpan, Interleave = true }));
        var (held, gate) = host.Script().Hold();

        host.Clock.Advance(Second);
        await ticked.Task.Soon();

        Assert.False(held.IsCompleted);
        gate.SetResult();
        await held;
    }

    [Fact]
    public async Task The_next_tick_is_due_one_period_after_the_last_one_ended()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await host.Script().Do(self => self.RegisterGrainTimer(
            () =>
            {
                ticks++;
                return gate.Task;
            },
            Second,
            Second));
        host.Clock.Advance(Second);
        host.Clock.Advance(Second * 10);
        gate.SetResult();
        await host.Script().Nothing();
        Assert.Equal(1, ticks);

        host.Clock.Advance(Second);
        await host.Script().Nothing();
        Assert.Equal(2, ticks);
    }

    [Fact]
    public async Task A_tick_that_fails_is_logged_and_the_timer_goes_on()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        await host.Script().Do(self => self.RegisterGrainTimer(
            () => ++ticks == 1 ? throw new FormatException() : Task.FromException(new FormatException()), Second, Second));

        for (var i = 1; i <= 3; i++)
        {
            host.Clock.Advance(Second);
            await host.Script().Nothing();
            Assert.Equal(i, ticks);
        }

        Assert.Equal(3, host.Logs.Entries.Count(entry => entry.Exception is FormatException));
        Assert.Equal(1, host.Hooks.Instances);
    }

    [Fact]
    public async Task A_compare_and_swap_lost_in_a_tick_drops_the_activation()
    {
        await using var host = new LocalGrainHost();
        await host.Script().Increment();
        await host.Script().Do(self => self.RegisterGrainTimer(() => self.Increment(), Second, Timeout.InfiniteTimeSpan));
        host.Storage.Overwrite("script", LocalGrainHost.IdOf("one"), new ScriptState { Number = 100 });

        host.Clock.Advance(Second);

        Assert.Equal(101, await host.Script().Increment());
        Assert.Equal(2, host.Hooks.Instances);
    }

    [Fact]
    public async Task A_changed_timer_keeps_the_new_times()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        IGrainTimer timer = null!;
        await host.Script().Do(self => timer = self.RegisterGrainTimer(
            () =>
            {
                if (++ticks == 1)
                {
                    timer.Change(Second * 5, Timeout.InfiniteTimeSpan);
                }

                return Task.CompletedTask;
            },
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan));
        host.Clock.Advance(Second * 60);
        await host.Script().Nothing();
        Assert.Equal(0, ticks);

        await host.Script().Do(_ => timer.Change(Second, Second));
        host.Clock.Advance(Second);
        await host.Script().Nothing();
        Assert.Equal(1, ticks);

        host.Clock.Advance(Second * 4);
        await host.Script().Nothing();
        Assert.Equal(1, ticks);

        host.Clock.Advance(Second);
        await host.Script().Nothing();
        Assert.Equal(2, ticks);
    }

    [Fact]
    public async Task Timers_tick_on_the_clock_of_the_system_too()
    {
        await using var services = new ServiceCollection().AddSingleton<ScriptHooks>()
            .AddKeyedSingleton<IGrainStorage>("eudiplo", new MemoryGrainStorage())
            .AddLocalGrains().AddGrain<ScriptGrain>().Services.BuildServiceProvider();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ticks = 0;
        var watch = Stopwatch.StartNew();

        await services.GetRequiredService<IGrainFactory>().GetGrain<IScriptGrain>("one").Do(self => self.RegisterGrainTimer(
            () =>
            {
                if (++ticks == 10)
                {
                    done.SetResult();
                }

                return Task.CompletedTask;
            },
            TimeSpan.FromMilliseconds(2.5),
            TimeSpan.FromMilliseconds(2.5)));
        await done.Task.Soon();

        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(25), $"Ten ticks in {watch.Elapsed}.");
    }

    [Theory]
    [InlineData(-2, 0)]
    [InlineData(0, -2)]
    [InlineData(4294967295, 0)]
    [InlineData(0, 4294967295)]
    public async Task Times_out_of_range_are_refused(long due, long period)
    {
        await using var host = new LocalGrainHost();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Script().Do(self => self.RegisterGrainTimer(
            () => Task.CompletedTask, TimeSpan.FromMilliseconds(due), TimeSpan.FromMilliseconds(period))));
    }

    [Fact]
    public async Task Every_timer_of_many_grains_ticks_in_the_order_of_due_times()
    {
        await using var host = new LocalGrainHost(options => options.CollectionAge = Timeout.InfiniteTimeSpan);
        var ticked = new int[2000];
        var due = Enumerable.Range(1, ticked.Length).ToArray();
        new Random(1).Shuffle(due);
        for (var i = 0; i < ticked.Length; i++)
        {
            var seconds = due[i];
            await host.Script($"g{seconds}").Do(self => self.RegisterGrainTimer(
                () => Tick(ref ticked[seconds - 1]), Second * seconds, Timeout.InfiniteTimeSpan));
        }

        Assert.Equal(1, host.Clock.PendingTimers);
        host.Clock.Advance(Second * 1000);
        for (var i = 1; i <= ticked.Length; i++)
        {
            await host.Script($"g{i}").Nothing();
            Assert.Equal(i <= 1000 ? 1 : 0, ticked[i - 1]);
        }

        host.Clock.Advance(Second * 1000);
        for (var i = 1; i <= ticked.Length; i++)
        {
            await host.Script($"g{i}").Nothing();
        }

        Assert.All(ticked, count => Assert.Equal(1, count));
    }

    private static Task Tick(ref int ticks)
    {
        ticks++;
        return Task.CompletedTask;
    }
}
