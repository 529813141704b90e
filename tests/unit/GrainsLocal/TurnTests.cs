using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class TurnTests
{
    [Fact]
    public async Task Calls_of_one_grain_never_run_beside_each_other()
    {
        await using var host = new LocalGrainHost();
        var grain = host.Script();
        var inside = 0;
        var overlaps = 0;
        var counted = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (_, _) =>
        {
            List<Task> calls = [];
            for (var i = 0; i < 1000; i++)
            {
                calls.Add(grain.DoAsync(async _ =>
                {
                    if (Interlocked.Increment(ref inside) != 1)
                    {
                        Interlocked.Increment(ref overlaps);
                    }

                    counted++; // Deliberately not interlocked: turns alone keep it right.
                    if (counted % 3 == 0)
                    {
                        await Task.Yield();
                    }

                    Interlocked.Decrement(ref inside);
                }));
            }

            await Task.WhenAll(calls);
        });

        Assert.Equal(0, overlaps);
        Assert.Equal(8000, counted);
        Assert.Equal(1, host.Hooks.Instances);
    }

    [Fact]
    public async Task Calls_that_wait_run_in_the_order_in_which_they_came()
    {
        await using var host = new LocalGrainHost();
        var grain = host.Script();
        var (held, gate) = grain.Hold();
        List<int> order = [];
        var calls = Enumerable.Range(0, 1000).Select(i => grain.DoAsync(async _ =>
        {
            order.Add(i);
            await Task.Yield();
        })).ToList();

        Assert.Empty(order);
        gate.SetResult();
        await Task.WhenAll(calls.Append(held));

        Assert.Equal(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public async Task Calls_of_each_caller_keep_their_order_under_contention()
    {
        await using var host = new LocalGrainHost();
        var grain = host.Script();
        List<(int Caller, int Number)> order = [];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() =>
            Task.WhenAll(Enumerable.Range(0, 500).Select(number => grain.Do(_ => order.Add((caller, number)))).ToList()))));

        Assert.Equal(4000, order.Count);
        Assert.All(order.GroupBy(one => one.Caller), group => Assert.Equal(Enumerable.Range(0, 500), group.Select(one => one.Number)));
    }

    [Fact]
    public async Task Branches_of_one_call_never_run_beside_each_other()
    {
        await using var host = new LocalGrainHost();
        var counter = 0;

        await host.Script().DoAsync(_ => Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var i = 0; i < 2000; i++)
            {
                await Task.Yield();
                counter++;
            }
        })));

        Assert.Equal(8000, counter);
    }

    [Fact]
    public async Task A_turn_lasts_until_its_task_ends()
    {
        await using var host = new LocalGrainHost();
        var (held, gate) = host.Script().Hold();
        var next = host.Script().Nothing();

        Assert.False(next.IsCompleted);
        gate.SetResult();

        await Task.WhenAll(held, next);
    }

    [Fact]
    public async Task Grains_with_other_keys_do_not_wait()
    {
        await using var host = new LocalGrainHost();
        var (held, gate) = host.Script("one").Hold();

        await host.Script("two").Nothing();

        Assert.False(held.IsCompleted);
        gate.SetResult();
        await held;
    }

    [Fact]
    public async Task An_exception_reaches_the_caller_and_leaves_the_activation_usable()
    {
        await using var host = new LocalGrainHost();
        var grain = host.Script();
        await grain.Count();

        await Assert.ThrowsAsync<FormatException>(() => grain.Do(_ => throw new FormatException()));
        await Assert.ThrowsAsync<FormatException>(() => grain.DoAsync(async _ =>
        {
            await Task.Yield();
            throw new FormatException();
        }));
        await Assert.ThrowsAsync<TaskCanceledException>(() => grain.Run(_ => Task.FromCanceled<object?>(new CancellationToken(true))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Run(_ => null!));

        await grain.Count();
        Assert.Equal((1, 2), await grain.Ask(self => (self.Number, self.Counted)));
    }

    [Fact]
    public async Task An_exception_of_a_call_that_waited_reaches_its_caller_only()
    {
        await using var host = new LocalGrainHost();
        var grain = host.Script();
        var (held, gate) = grain.Hold();
        var failing = grain.Do(_ => throw new FormatException());
        var good = grain.Instance();
        gate.SetResult();

        await held;
        await Assert.ThrowsAsync<FormatException>(() => failing);
        Assert.Equal(1, await good);
    }

    [Fact]
    public async Task A_turn_goes_on_while_another_grain_is_asked()
    {
        await using var host = new LocalGrainHost();
        var (held, gate) = host.Script("two").Hold();
        var asking = host.Script("one").DoAsync(self => self.Grains.GetGrain<IScriptGrain>("two").Nothing());
        var behind = host.Script("one").Nothing();

        Assert.False(asking.IsCompleted || behind.IsCompleted);
        gate.SetResult();

        await Task.WhenAll(held, asking, behind);
    }

    [Fact]
    public async Task What_follows_a_call_between_grains_runs_in_the_callers_turn()
    {
        await using var host = new LocalGrainHost();
        await host.Script("two").Nothing();

        await host.Script("one").DoAsync(async self =>
        {
            await self.Grains.GetGrain<IScriptGrain>("two").DoAsync(async _ => await Task.Yield());
            self.Stored.State = new ScriptState { Number = 7 }; // Throws outside of a turn.
            await self.Grains.GetGrain<IScriptGrain>("two").Nothing();
            Assert.Equal(7, self.Stored.State.Number);
        });
    }

    [Fact]
    public async Task Ambient_values_of_the_caller_reach_a_call_even_if_it_waited()
    {
        await using var host = new LocalGrainHost();
        var ambient = new AsyncLocal<string>();
        var grain = host.Script();
        ambient.Value = "first";
        var (held, gate) = grain.Hold();
        ambient.Value = "second";
        var waiting = grain.Ask(_ => ambient.Value);
        ambient.Value = "third";
        gate.SetResult();
        await held;

        Assert.Equal("second", await waiting);
        Assert.Equal("third", await grain.Ask(_ => ambient.Value));
    }

    [Fact]
    public async Task A_deep_chain_of_grains_does_not_run_out_of_stack()
    {
        await using var host = new LocalGrainHost();

        Assert.Equal(3000, await Descend(3000));

        Task<int> Descend(int depth) => depth == 0
            ? Task.FromResult(0)
            : Nest(host.Script($"level{depth}"), depth);

        async Task<int> Nest(IScriptGrain grain, int depth) =>
            (int)(await grain.Run(async _ => 1 + await Descend(depth - 1)))!;
    }

    [Fact]
    public async Task A_callers_context_is_what_it_was_after_a_call()
    {
        await using var host = new LocalGrainHost();
        var context = new SynchronizationContext();
        var seen = await Task.Run(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            var first = host.Script().Nothing(); // Activates.
            var afterFirst = SynchronizationContext.Current;
            var second = host.Script().Nothing(); // At rest.
            var afterSecond = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            return (afterFirst, afterSecond, Task.WhenAll(first, second));
        });

        await seen.Item3;
        Assert.Same(context, seen.afterFirst);
        Assert.Same(context, seen.afterSecond);
    }

    [Fact]
    public async Task Code_that_nobody_awaits_cannot_end_the_process()
    {
        await using var host = new LocalGrainHost();
        var thrown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await host.Script().Do(_ => Forget());
        await thrown.Task;
        await host.Script().Nothing();

        Assert.Contains(host.Logs.Entries, entry => entry.Exception is FormatException);

        async void Forget()
        {
            await Task.Yield();
            thrown.SetResult();
            throw new FormatException();
        }
    }

    [Fact]
    public async Task A_reference_is_equal_to_another_one_to_the_same_grain()
    {
        await using var host = new LocalGrainHost();

        Assert.Equal(host.Script("one"), host.Script("one"));
        Assert.Equal(host.Script("one").GetHashCode(), host.Script("one").GetHashCode());
        Assert.NotEqual(host.Script("one"), host.Script("two"));
        Assert.Equal("one", host.Script("one").GetPrimaryKeyString());
        Assert.Equal(GrainId.Create("script", "one"), host.Script("one").GetGrainId());
        Assert.Equal("one", await host.Script("one").Ask(self => self.GetPrimaryKeyString()));
        Assert.Equal("script/one", await host.Script("one").Ask(self => self.IdentityString));
    }

    [Fact]
    public async Task Making_a_reference_activates_nothing()
    {
        await using var host = new LocalGrainHost();

        _ = host.Script();

        Assert.Equal(0, host.Runtime.ActivationCount);
        await host.Script().Nothing();
        Assert.Equal(1, host.Runtime.ActivationCount);
    }
}
