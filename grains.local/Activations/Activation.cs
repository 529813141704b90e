using System.Runtime.CompilerServices;
using Eudiplo.Grains.Local.Calls;
using Eudiplo.Grains.Local.Classes;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Activations;

/// <summary>
/// One grain in memory: its queue of calls, and its instance while it has one. It outlives its instance only while calls
/// wait: those that queue behind a deactivation are served by the next instance, in the order in which they came.
/// </summary>
/// <remarks>
/// It is a synchronization context, so what follows an await in a grain runs here too and never beside another piece of
/// the same grain. Every mutable field is guarded by a lock on the activation, taken only for a few instructions, never
/// around code of a grain. A thread that holds it may take the lock of <see cref="DueQueue"/>, never the other way round.
/// </remarks>
internal sealed partial class Activation(GrainClass grainClass, string key) : SynchronizationContext, IGrainContext, IThreadPoolWorkItem
{
    private object? _grain;
    private IServiceScope? _scope;
    private TaskCompletionSource? _deactivated;
    private Ending? _ending;
    private Phase _phase;

    private enum Phase : byte
    {
        /// <summary>No instance; one is made for the first turn in the queue.</summary>
        New,
        Activating,
        Ready,
        Deactivating,

        /// <summary>Out of the directory: a caller that still finds it looks again.</summary>
        Gone,
    }

    /// <summary>The activation whose turn runs on this thread.</summary>
    internal static new Activation? Current => SynchronizationContext.Current as Activation;

    internal string Key => key;

    internal GrainClass Class => grainClass;

    internal IGrainFactory GrainFactory => grainClass.Runtime;

    public GrainId GrainId => GrainId.Create(grainClass.GrainType, IdSpan.Create(key));

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices
    {
        get
        {
            // Made when first asked for: most grains take singletons only, and an unused scope is what memory goes to.
            lock (this)
            {
                return (_scope ??= grainClass.Runtime.Services.GetRequiredService<IServiceScopeFactory>().CreateScope()).ServiceProvider;
            }
        }
    }

    public Task Deactivated
    {
        get
        {
            lock (this)
            {
                return _phase == Phase.Gone
                    ? Task.CompletedTask
                    : (_deactivated ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        lock (this)
        {
            // Asked for while activating, it waits for one turn; else a grain that always asks would never serve a call.
            if (_phase is Phase.Ready or Phase.Activating)
            {
                _ending ??= new(deactivationReason) { AfterNextTurn = _phase == Phase.Activating };
                ScheduleIfWork();
            }
        }
    }

    /// <summary>Runs a call now, if the grain is at rest, else queues it. Returns null when the activation is gone.</summary>
    internal Task? TryCall(GrainMethod method, object?[] arguments)
    {
        GrainCall call;
        bool mayRun;
        lock (this)
        {
            if (_phase == Phase.Gone)
            {
                return null;
            }

            // If nobody executes and nothing runs, then nothing waits either: this call overtakes none. A chain of grains that
            // call each other nests on one stack; a deep one goes on in the thread pool.
            mayRun = !_executing && _running is null && RuntimeHelpers.TryEnsureSufficientExecutionStack();
            if (mayRun && _phase == Phase.Ready)
            {
                _executing = true;
                call = null!;
            }
            else
            {
                call = method.NewCall(this, arguments);
                call.Flow = ExecutionContext.Capture();
                call.Deadline = grainClass.Runtime.Now + grainClass.Runtime.ResponseTicks;
                _turns.Add(call);
                Arm(call.Deadline);
                if (mayRun)
                {
                    _executing = true;
                }
                else
                {
                    ScheduleIfWork();
                }
            }
        }

        if (call is null)
        {
            return CallAtRest(method, arguments);
        }

        if (mayRun)
        {
            Execute(call);
        }

        return call.Answer;
    }

    /// <summary>Looks whether there is something to do now that the runtime stops.</summary>
    internal void Nudge()
    {
        lock (this)
        {
            ScheduleIfWork();
        }
    }

    /// <summary>Answers every call that waits or runs with <paramref name="exception"/>.</summary>
    internal void Abandon(Exception exception)
    {
        lock (this)
        {
            (_running as GrainCall)?.Refuse(exception);
            while (_turns.Take() is { } turn)
            {
                (turn as GrainCall)?.Refuse(exception);
            }
        }
    }

    private sealed class Ending(DeactivationReason reason)
    {
        internal DeactivationReason Reason { get; } = reason;

        internal bool AfterNextTurn { get; set; }
    }
}
