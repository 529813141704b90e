using Eudiplo.Grains.Local.Calls;
using Orleans;
using Orleans.Storage;

namespace Eudiplo.Grains.Local.Activations;

/// <content>How an instance begins and ends. Both run as turns: every await comes back to this activation.</content>
internal sealed partial class Activation
{
    private async Task ActivateAsync()
    {
        Exception? failure = null;
        try
        {
            _grain = Class.Constructor.Make(this, out var states);
            foreach (var state in states)
            {
                await state.ReadStateAsync();
            }

            if (_grain is IGrainBase grain)
            {
                await grain.OnActivateAsync(Class.Runtime.Aborted);
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            if (exception is InconsistentStateException lost)
            {
                lost.IsSourceActivation = false; // Dropped already.
            }

            ActivationLog.ActivationFailed(Class.Runtime.Log, exception, Class.GrainType);
            await ReleaseInstanceAsync();
        }

        lock (this)
        {
            _running = null;
            if (failure is null)
            {
                _phase = Phase.Ready;
                _lastUsed = Class.Runtime.Now;
                ArmForIdleness();
                Class.Runtime.Metrics.Activated(Class.GrainType);
                return;
            }

            // All who wait are told, as in Orleans; the next caller tries again.
            _phase = Phase.New;
            _ending = null;
            while (_turns.Take() is { } turn)
            {
                (turn as GrainCall)?.Refuse(failure);
            }
        }
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        if (_grain is IGrainBase grain && Class.HasDeactivation)
        {
            var runtime = Class.Runtime;
            using var timeout = new CancellationTokenSource(runtime.DeactivationTimeout, runtime.Clock);
            try
            {
                await grain.OnDeactivateAsync(_ending!.Reason, timeout.Token).WaitAsync(timeout.Token);
            }
            catch (Exception exception)
            {
                ActivationLog.DeactivationFailed(runtime.Log, exception, Class.GrainType);
            }
        }

        await ReleaseInstanceAsync();
        lock (this)
        {
            _running = null;
            _ending = null;
            _phase = Phase.New;
        }
    }

    private async Task ReleaseInstanceAsync()
    {
        StopTimers();
        var (grain, scope) = (_grain, _scope);
        (_grain, _scope) = (null, null);
        try
        {
            await DisposeAsync(grain);
            await DisposeAsync(scope);
        }
        catch (Exception exception)
        {
            ActivationLog.DisposalFailed(Class.Runtime.Log, exception, Class.GrainType);
        }
    }

    private static async ValueTask DisposeAsync(object? resource)
    {
        switch (resource)
        {
            case IAsyncDisposable asynchronous:
                await asynchronous.DisposeAsync();
                break;
            case IDisposable synchronous:
                synchronous.Dispose();
                break;
        }
    }
}
