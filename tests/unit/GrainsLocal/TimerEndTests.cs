using System.Diagnostics;
using Eudiplo.Grains.Local.Hosting;
using Eudiplo.Unit.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class TimerEndTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static Task Tick(ref int ticks)
    {
        ticks++;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more_and_its_token_is_cancelled()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        CancellationToken token = default;
        IGrainTimer timer = null!;
        await host.Script().Do(self => timer = self.RegisterGrainTimer(
            cancellation =>
            {
                token = cancellation;
                return Tick(ref ticks);
            },
            Second,
            Second));
        host.Clock.Advance(Second);
        await host.Script().Nothing();

        timer.Dispose();
        timer.Change(TimeSpan.Zero, Second);
        host.Clock.Advance(Second * 10);
        await host.Script().Nothing();

        Assert.Equal(1, ticks);
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_timer_disposed_after_it_came_due_but_before_its_turn_does_not_tick()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        IGrainTimer timer = null!;
        await host.Script().Do(self => timer = self.RegisterGrainTimer(() => Tick(ref ticks), Second, Second));
        var (held, gate) = host.Script().Hold();
        host.Clock.Advance(Second);

        timer.Dispose();
        gate.SetResult();
        await held;
        await host.Script().Nothing();

        Assert.Equal(0, ticks);
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        await host.Script().Do(self => self.RegisterGrainTimer(() => Tick(ref ticks), Second, Second));
        await host.Script().Do(self => self.EndSoon());
        await host.Script().Nothing();

        host.Clock.Advance(Second * 5);
        await host.Script().Nothing();

        Assert.Equal(0, ticks);
        Assert.Equal(2, await host.Script().Instance());
    }

    [Fact]
    public async Task No_timer_ticks_while_its_activation_ends()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        var ending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Hooks.Deactivating = (self, _, _) =>
        {
            ending.TrySetResult();
            return gate.Task;
        };
        var ended = await host.Script().Ask(self =>
        {
            self.RegisterGrainTimer(() => Tick(ref ticks), new GrainTimerCreationOptions(Second, Second) { Interleave = true });
            self.EndSoon();
            return self.GrainContext.Deactivated;
        });
        await ending.Task.Soon();

        host.Clock.Advance(Second);
        gate.SetResult();
        await ended.Soon();

        Assert.Equal(0, ticks);
    }

    [Fact]
    public async Task A_tick_that_came_due_behind_the_last_call_of_an_activation_makes_no_new_one()
    {
        await using var host = new LocalGrainHost();
        var ticks = 0;
        var (held, gate) = host.Script().Hold();
        var gone = host.Script().Ask(self =>
        {
            self.EndSoon();
            return self.GrainContext.Deactivated;
        });
        await host.Script("other").Nothing();
        gate.SetResult();
        await held;
        await await gone.Soon();

        Assert.Equal(0, ticks);
        Assert.Equal(1, host.Runtime.ActivationCount);

        var (again, secondGate) = host.Script().Hold();
        var registering = host.Script().Do(self => self.RegisterGrainTimer(() => Tick(ref ticks), Second, Second));
        secondGate.SetResult();
        await Task.WhenAll(again, registering);
        var (last, thirdGate) = host.Script().Hold();
        var ended = host.Script().Ask(self => self.GrainContext.Deactivated);
        var ending = host.Script().Do(self => self.EndSoon());
        host.Clock.Advance(Second); // The tick waits behind the call that ends the activation.
        thirdGate.SetResult();
        await Task.WhenAll(last, ending);
        await await ended.Soon();

        Assert.Equal(0, ticks);
        Assert.Equal(1, host.Runtime.ActivationCount);
    }
}
