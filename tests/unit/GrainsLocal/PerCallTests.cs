using Eudiplo.Unit.Tests.Storage;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class PerCallTests
{
    private static LocalGrainHost NewHost(MemoryGrainStorage? storage = null) =>
        new(options => options.ActivationPerCall = true, storage: storage);

    [Fact]
    public async Task Every_call_reads_what_another_process_wrote()
    {
        var storage = new MemoryGrainStorage();
        await using var left = NewHost(storage);
        await using var right = NewHost(storage);

        Assert.Equal(1, await left.Script().Increment());
        Assert.Equal(2, await right.Script().Increment());
        Assert.Equal(3, await left.Script().Increment());
        Assert.Equal(3, storage.Reads);
    }

    [Fact]
    public async Task No_activation_outlives_its_call()
    {
        await using var host = NewHost();
        List<DeactivationReasonCode> reasons = [];
        host.Hooks.Deactivating = (_, reason, _) =>
        {
            reasons.Add(reason.ReasonCode);
            return Task.CompletedTask;
        };
        var ended = await host.Script().Ask(self => self.GrainContext.Deactivated);
        await ended.Soon();

        Assert.Equal(0, host.Runtime.ActivationCount);
        Assert.Equal(2, await host.Script().Instance());
        Assert.Equal(DeactivationReasonCode.RuntimeRequested, reasons[0]);
    }

    [Fact]
    public async Task Calls_of_one_key_still_run_one_at_a_time_and_in_order()
    {
        await using var host = NewHost();
        var (held, gate) = host.Script().Hold();
        List<(int Call, int Instance)> order = [];
        var calls = Enumerable.Range(0, 100).Select(i => host.Script().DoAsync(async self =>
        {
            await Task.Yield();
            order.Add((i, self.Number));
        })).ToList();
        gate.SetResult();
        await Task.WhenAll(calls.Append(held));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (i, i + 2)), order);
    }

    [Fact]
    public async Task Racing_calls_in_one_process_lose_nothing()
    {
        await using var host = NewHost();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 250; i++)
            {
                await host.Script().Increment();
            }
        })));

        Assert.Equal(2000, host.Storage.Peek<ScriptState>("script", LocalGrainHost.IdOf("one"))!.Number);
    }

    [Fact]
    public async Task A_write_that_another_process_overtook_is_refused()
    {
        await using var host = NewHost();
        await host.Script().Increment();

        await Assert.ThrowsAsync<InconsistentStateException>(() => host.Script().DoAsync(async self =>
        {
            host.Storage.Overwrite("script", LocalGrainHost.IdOf("one"), new ScriptState { Number = 100 });
            await self.Increment();
        }));

        Assert.Equal(101, await host.Script().Increment());
    }

    [Fact]
    public async Task A_timer_ends_with_the_call_that_registered_it()
    {
        await using var host = NewHost();
        var ticks = 0;
        await host.Script().Do(self => self.RegisterGrainTimer(
            () =>
            {
                ticks++;
                return Task.CompletedTask;
            },
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1)));

        await host.Script().Nothing();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Script().Nothing();

        Assert.Equal(0, ticks);
    }
}
