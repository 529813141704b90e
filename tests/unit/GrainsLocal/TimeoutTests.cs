using Orleans;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class TimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_caller_waits_thirty_seconds_and_no_longer()
    {
        await using var host = new LocalGrainHost();
        var (held, gate) = host.Script("a-key-that-may-be-secret").Hold();

        host.Clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(held.IsCompleted);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var exception = await Assert.ThrowsAsync<TimeoutException>(() => held);
        Assert.Contains("IScriptGrain.Run", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Text.Contains("secret", StringComparison.Ordinal));
        gate.SetResult();
    }

    [Fact]
    public async Task A_turn_that_timed_out_goes_on_and_still_keeps_others_out()
    {
        await using var host = new LocalGrainHost();
        var done = false;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = host.Script().DoAsync(async _ =>
        {
            await gate.Task;
            done = true;
        });
        host.Clock.Advance(Limit);
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        var next = host.Script().Ask(_ => done);
        Assert.False(next.IsCompleted);

        gate.SetResult();

        Assert.True(await next);
    }

    [Fact]
    public async Task A_call_that_timed_out_while_it_waited_never_runs()
    {
        await using var host = new LocalGrainHost();
        var (held, gate) = host.Script().Hold();
        var ran = false;
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        var waiting = host.Script().Do(_ => ran = true);
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<TimeoutException>(() => held);
        Assert.False(waiting.IsCompleted);
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);

        gate.SetResult();
        await host.Script().Nothing();

        Assert.False(ran);
    }

    [Fact]
    public async Task A_call_that_waits_for_activation_times_out_too()
    {
        await using var host = new LocalGrainHost();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Hooks.Activating = _ => gate.Task;
        var call = host.Script().Nothing();

        host.Clock.Advance(Limit);

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        gate.SetResult();
        Assert.Equal(1, await host.Script().Instance());
    }

    [Fact]
    public async Task Grains_that_call_each_other_in_a_circle_get_a_timeout()
    {
        await using var host = new LocalGrainHost();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var circle = host.Script("one").DoAsync(one => one.Grains.GetGrain<IScriptGrain>("two").DoAsync(async two =>
        {
            var back = two.Grains.GetGrain<IScriptGrain>("one").Nothing();
            blocked.SetResult();
            await back;
        }));
        await blocked.Task.Soon();

        host.Clock.Advance(Limit);

        await Assert.ThrowsAsync<TimeoutException>(() => circle);
        await host.Script("one").Nothing();
        await host.Script("two").Nothing();
    }

    [Fact]
    public async Task Calls_that_end_in_time_leave_nothing_behind()
    {
        await using var host = new LocalGrainHost();
        for (var i = 0; i < 100; i++)
        {
            await host.Script().Increment();
        }

        host.Clock.Advance(Limit * 2);

        Assert.Equal(101, await host.Script().Increment());
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Text.Contains("not answered", StringComparison.Ordinal));
    }
}
