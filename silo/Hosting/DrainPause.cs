using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Eudiplo.Silo.Hosting;

/// <summary>
/// Goes on serving for a while after the process was asked to stop. The host asks this service before it stops any other, and the readiness
/// has turned by then: so load balancers stop sending before the listener closes, and no connection is refused to anybody.
/// </summary>
internal sealed class DrainPause(IOptions<DrainOptions> options, TimeProvider clock) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Time is not { Ticks: > 0 } time)
        {
            return;
        }

        using var timer = new PeriodicTimer(time, clock);
        try
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host's own limit for stopping is shorter.
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
