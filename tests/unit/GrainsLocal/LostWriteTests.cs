using Eudiplo.Grains.Local.Hosting;
using Eudiplo.Unit.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class LostWriteTests
{
    [Fact]
    public async Task A_failed_write_leaves_the_activation_as_it_was()
    {
        await using var host = new LocalGrainHost();
        await host.Script().Increment();
        host.Storage.Writing = (_, _) => throw new IOException("disk");

        await Assert.ThrowsAsync<OrleansException>(() => host.Script().Increment());

        host.Storage.Writing = null;
        Assert.Equal(1, await host.Script().Instance());
    }

    [Fact]
    public async Task A_lost_compare_and_swap_drops_the_activation()
    {
        await using var host = new LocalGrainHost();
        await host.Script().Increment();
        host.Storage.Overwrite("script", LocalGrainHost.IdOf("one"), new ScriptState { Number = 100 });
        DeactivationReason? reason = null;
        host.Hooks.Deactivating = (_, why, _) =>
        {
            reason = why;
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<InconsistentStateException>(() => host.Script().Increment());

        Assert.Equal(101, await host.Script().Increment());
        Assert.Equal(2, host.Hooks.Instances);
        Assert.Equal(DeactivationReasonCode.ApplicationError, reason!.Value.ReasonCode);
        Assert.IsType<InconsistentStateException>(reason.Value.Exception);
    }

    [Fact]
    public async Task Calls_that_wait_behind_a_lost_compare_and_swap_run_on_a_fresh_activation_in_their_order()
    {
        await using var host = new LocalGrainHost();
        await host.Script().Increment();
        host.Storage.Overwrite("script", LocalGrainHost.IdOf("one"), new ScriptState { Number = 100 });
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<(int Call, int Instance)> order = [];
        var losing = host.Script().DoAsync(async self =>
        {
            await gate.Task;
            await self.Increment();
        });
        var behind = Enumerable.Range(0, 100).Select(i => host.Script().Do(self => order.Add((i, self.Number)))).ToList();
        gate.SetResult();

        await Assert.ThrowsAsync<InconsistentStateException>(() => losing);
        await Task.WhenAll(behind);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (i, 2)), order);
    }

    [Fact]
    public async Task A_lost_compare_and_swap_that_the_grain_handles_drops_nothing()
    {
        await using var host = new LocalGrainHost();
        await host.Script().Increment();
        host.Storage.Overwrite("script", LocalGrainHost.IdOf("one"), new ScriptState { Number = 100 });

        await host.Script().DoAsync(async self =>
        {
            await Assert.ThrowsAsync<InconsistentStateException>(() => self.Stored.WriteStateAsync());
            await self.Stored.ReadStateAsync();
            await self.Increment();
        });

        Assert.Equal((1, 101), await host.Script().Ask(self => (self.Number, self.Stored.State.Number)));
    }

    [Fact]
    public async Task A_lost_compare_and_swap_of_one_grain_does_not_drop_the_grain_that_called_it()
    {
        await using var host = new LocalGrainHost();
        await host.Script("one").Nothing();
        await host.Script("two").Increment();
        host.Storage.Overwrite("script", LocalGrainHost.IdOf("two"), new ScriptState { Number = 100 });

        await Assert.ThrowsAsync<InconsistentStateException>(
            () => host.Script("one").DoAsync(self => self.Grains.GetGrain<IScriptGrain>("two").Increment()));

        Assert.Equal(1, await host.Script("one").Instance());
        Assert.Equal(3, await host.Script("two").Instance());
    }

    [Fact]
    public async Task Racing_writers_in_two_runtimes_over_one_storage_lose_no_update()
    {
        var storage = new MemoryGrainStorage();
        await using var left = new LocalGrainHost(storage: storage);
        await using var right = new LocalGrainHost(storage: storage);

        await Task.WhenAll(new[] { left, right }.Select(host => Task.Run(async () =>
        {
            for (var done = 0; done < 200;)
            {
                try
                {
                    await host.Script().Increment();
                    done++;
                }
                catch (InconsistentStateException)
                {
                    // The other one was faster; the next call reads what it wrote.
                }
            }
        })));

        Assert.Equal(400, storage.Peek<ScriptState>("script", LocalGrainHost.IdOf("one"))!.Number);
    }
}
