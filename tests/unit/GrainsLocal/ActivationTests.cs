using Eudiplo.Grains.Local.Hosting;
using Eudiplo.Unit.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class ActivationTests
{
    [Fact]
    public async Task State_is_read_before_the_grain_activates()
    {
        await using var host = new LocalGrainHost();
        host.Storage.Overwrite("script", LocalGrainHost.IdOf("one"), new ScriptState { Number = 41 });
        (int Number, bool Exists)? seen = null;
        host.Hooks.Activating = self =>
        {
            seen = (self.Stored.State.Number, self.Stored.RecordExists);
            return Task.CompletedTask;
        };

        Assert.Equal(42, await host.Script().Increment());
        Assert.Equal((41, true), seen);
        Assert.Equal(42, host.Storage.Peek<ScriptState>("script", LocalGrainHost.IdOf("one"))!.Number);
        Assert.Equal(1, host.Storage.Reads);
    }

    [Fact]
    public async Task State_that_is_not_stored_is_new_and_has_no_version()
    {
        await using var host = new LocalGrainHost();

        Assert.Equal((0, false, true), await host.Script().Ask(self => (self.Stored.State.Number, self.Stored.RecordExists, self.Stored.Etag is null)));
    }

    [Fact]
    public async Task Cleared_state_is_new_and_can_be_written_again()
    {
        await using var host = new LocalGrainHost();
        await host.Script().Increment();

        await host.Script().DoAsync(self => self.Stored.ClearStateAsync());

        Assert.Equal(0, host.Storage.Count);
        Assert.Equal(1, await host.Script().Increment());
    }

    [Fact]
    public async Task If_activation_fails_every_waiting_caller_gets_the_exception_and_the_next_one_a_fresh_activation()
    {
        await using var host = new LocalGrainHost();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Hooks.Activating = async _ =>
        {
            await gate.Task;
            throw new FormatException();
        };
        var calls = Enumerable.Range(0, 10).Select(_ => host.Script().Nothing()).ToList();
        gate.SetResult();

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<FormatException>(() => call);
        }

        Assert.Equal(1, host.Hooks.Instances);
        host.Hooks.Activating = null;
        Assert.Equal(2, await host.Script().Instance());
    }

    [Fact]
    public async Task If_the_constructor_fails_the_caller_gets_its_exception()
    {
        await using var host = new LocalGrainHost();
        host.Hooks.Constructing = _ => throw new FormatException();

        await Assert.ThrowsAsync<FormatException>(() => host.Script().Nothing());

        host.Hooks.Constructing = null;
        Assert.Equal(2, await host.Script().Instance());
    }

    [Fact]
    public async Task If_state_cannot_be_read_the_caller_gets_an_orleans_exception_with_the_cause()
    {
        await using var host = new LocalGrainHost();
        host.Storage.Reading = (_, _) => throw new IOException("disk");

        var exception = await Assert.ThrowsAsync<OrleansException>(() => host.Script().Nothing());

        Assert.IsType<IOException>(exception.InnerException);
        host.Storage.Reading = null;
        await host.Script().Nothing();
    }

    [Fact]
    public async Task A_grain_that_asks_to_be_deactivated_ends_after_its_turn()
    {
        await using var host = new LocalGrainHost();
        var (held, gate) = host.Script().Hold();
        var ended = await EndAsync();
        Assert.Equal(DeactivationReasonCode.ApplicationRequested, ended);
        Assert.Equal(2, await host.Script().Instance());

        async Task<DeactivationReasonCode> EndAsync()
        {
            var reason = new TaskCompletionSource<DeactivationReasonCode>();
            host.Hooks.Deactivating = (self, why, _) =>
            {
                reason.TrySetResult(why.ReasonCode);
                return Task.CompletedTask;
            };
            var ending = host.Script().Do(self => self.EndSoon());
            gate.SetResult();
            await Task.WhenAll(held, ending);
            return await reason.Task.Soon();
        }
    }

    [Fact]
    public async Task Calls_that_come_while_a_grain_deactivates_wait_for_a_fresh_activation()
    {
        await using var host = new LocalGrainHost();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Hooks.Deactivating = (self, _, _) => self.Number == 1 ? gate.Task : Task.CompletedTask;
        var deactivated = await host.Script().Ask(self => self.GrainContext.Deactivated);
        await host.Script().Do(self => self.EndSoon());
        List<int> order = [];
        var waiting = Enumerable.Range(0, 100).Select(i => host.Script().Do(_ => order.Add(i))).ToList();

        Assert.False(deactivated.IsCompleted || waiting[0].IsCompleted);
        gate.SetResult();
        await deactivated.Soon();
        await Task.WhenAll(waiting);

        Assert.Equal(Enumerable.Range(0, 100), order);
        Assert.Equal(2, await host.Script().Instance());
    }

    [Fact]
    public async Task A_grain_that_asks_while_activating_to_be_deactivated_still_serves_a_call()
    {
        await using var host = new LocalGrainHost();
        host.Hooks.Activating = self =>
        {
            self.EndSoon();
            return Task.CompletedTask;
        };

        Assert.Equal(1, await host.Script().Instance());
        Assert.Equal(2, await host.Script().Instance());
    }

    [Fact]
    public async Task A_deactivation_that_fails_loses_no_call()
    {
        await using var host = new LocalGrainHost();
        host.Hooks.Deactivating = (_, _, _) => throw new FormatException();
        await host.Script().Do(self => self.EndSoon());

        Assert.Equal(2, await host.Script().Instance());
        Assert.Contains(host.Logs.Entries, entry => entry.Exception is FormatException);
    }

    [Fact]
    public async Task A_deactivation_that_never_ends_is_given_up_after_its_time()
    {
        await using var host = new LocalGrainHost(options => options.DeactivationTimeout = TimeSpan.FromSeconds(5));
        var began = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Hooks.Deactivating = (self, _, token) =>
        {
            began.TrySetResult(token);
            return self.Number == 1 ? new TaskCompletionSource().Task : Task.CompletedTask;
        };
        await host.Script().Do(self => self.EndSoon());
        var waiting = host.Script().Instance();
        var token = await began.Task.Soon();
        Assert.False(token.IsCancellationRequested || waiting.IsCompleted);

        host.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(2, await waiting);
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task Services_of_an_activation_live_as_long_as_it()
    {
        await using var host = new LocalGrainHost(add: grains => grains.Services.AddScoped<Resource>());
        var resource = await host.Script().Ask(self => self.Services.GetRequiredService<Resource>());
        Assert.Same(resource, await host.Script().Ask(self => self.Services.GetRequiredService<Resource>()));
        Assert.NotSame(resource, await host.Script("two").Ask(self => self.Services.GetRequiredService<Resource>()));
        Assert.False(resource.IsDisposed);

        await host.Script().Do(self => self.EndSoon());
        await host.Script().Nothing();

        Assert.True(resource.IsDisposed);
    }

    [Fact]
    public async Task State_outside_of_a_turn_is_refused()
    {
        await using var host = new LocalGrainHost();
        var state = await host.Script().Ask(self => self.Stored);

        Assert.Throws<InvalidOperationException>(() => state.State);
        Assert.Throws<InvalidOperationException>(() => state.State = new());
        await Assert.ThrowsAsync<InvalidOperationException>(() => state.WriteStateAsync());
    }

    [Fact]
    public async Task Many_grains_dropped_and_called_at_random_lose_no_call()
    {
        await using var host = new LocalGrainHost();
        var counted = new int[16];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 2000; i++)
            {
                var grain = random.Next(counted.Length);
                await host.Script($"g{grain}").DoAsync(async self =>
                {
                    counted[grain]++;
                    if (i % 5 == 0)
                    {
                        self.EndSoon();
                        await Task.Yield();
                    }
                });
            }
        })));

        Assert.Equal(16_000, counted.Sum());
    }

    private sealed class Resource : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
