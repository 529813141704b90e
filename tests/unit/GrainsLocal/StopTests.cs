using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.GrainsLocal;

public sealed class StopTests
{
    [Fact]
    public async Task A_stop_serves_the_calls_that_wait_and_deactivates_every_grain()
    {
        await using var host = new LocalGrainHost();
        List<DeactivationReasonCode> reasons = [];
        host.Hooks.Deactivating = (_, reason, _) =>
        {
            lock (reasons)
            {
                reasons.Add(reason.ReasonCode);
            }

            return Task.CompletedTask;
        };
        await host.Script("idle").Nothing();
        var (held, gate) = host.Script().Hold();
        var served = 0;
        var waiting = Enumerable.Range(0, 100).Select(_ => host.Script().Do(_ => served++)).ToList();

        var stopping = host.Runtime.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        gate.SetResult();
        await stopping.Soon();

        await Task.WhenAll(waiting.Append(held));
        Assert.Equal(100, served);
        Assert.Equal(0, host.Runtime.ActivationCount);
        Assert.Equal([DeactivationReasonCode.ShuttingDown, DeactivationReasonCode.ShuttingDown], reasons);
    }

    [Fact]
    public async Task New_calls_are_refused_once_the_runtime_stops()
    {
        await using var host = new LocalGrainHost();
        var (held, gate) = host.Script().Hold();
        var stopping = host.Runtime.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => host.Script().Nothing());
        await Assert.ThrowsAsync<SiloUnavailableException>(() => host.Script("two").Nothing());
        await Assert.ThrowsAsync<SiloUnavailableException>(async () => await host.Script("two").Instance());

        gate.SetResult();
        await Task.WhenAll(held, stopping);
    }

    [Fact]
    public async Task A_grain_that_is_drained_may_still_call_other_grains()
    {
        await using var host = new LocalGrainHost();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = host.Script().DoAsync(async self =>
        {
            await gate.Task;
            await self.Grains.GetGrain<IScriptGrain>("two").Increment();
        });
        var stopping = host.Runtime.StopAsync(CancellationToken.None);
        gate.SetResult();

        await Task.WhenAll(call, stopping);

        Assert.Equal(1, host.Storage.Peek<ScriptState>("script", LocalGrainHost.IdOf("two"))!.Number);
        Assert.Equal(0, host.Runtime.ActivationCount);
    }

    [Fact]
    public async Task When_the_time_for_the_stop_is_over_the_rest_is_abandoned()
    {
        await using var host = new LocalGrainHost();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = host.Script().DoAsync(_ => gate.Task);
        var waiting = host.Script().Nothing();
        using var patience = new CancellationTokenSource();
        var stopping = host.Runtime.StopAsync(patience.Token);

        await patience.CancelAsync();
        await stopping.Soon();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        gate.SetResult();
    }

    [Fact]
    public async Task A_stop_under_load_loses_no_call_that_was_taken()
    {
        await using var host = new LocalGrainHost();
        var answered = 0;
        var refused = 0;
        var begun = new CountdownEvent(8);
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    await host.Script($"g{(caller + i) % 4}").Increment();
                    Interlocked.Increment(ref answered);
                    if (i == 50)
                    {
                        begun.Signal();
                    }
                }
                catch (SiloUnavailableException)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }
            }
        })).ToList();
        await Task.Run(begun.Wait);

        await host.Runtime.StopAsync(CancellationToken.None);
        await Task.WhenAll(callers);

        Assert.Equal(8, refused);
        Assert.Equal(
            answered,
            Enumerable.Range(0, 4).Sum(i => host.Storage.Peek<ScriptState>("script", LocalGrainHost.IdOf($"g{i}"))!.Number));

        // A call that was let in just before the stop may begin an activation just after it; that one is served, and goes by itself.
        Assert.True(SpinWait.SpinUntil(() => host.Runtime.ActivationCount == 0, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_runtime_is_stopped_by_its_host()
    {
        await using var host = new LocalGrainHost();

        Assert.Same(host.Runtime, Assert.Single(host.Services.GetServices<IHostedService>(), service => service is IGrainFactory));
    }
}
