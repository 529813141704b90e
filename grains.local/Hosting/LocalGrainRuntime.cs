using System.Collections.Frozen;
using Eudiplo.Grains.Local.Activations;
using Eudiplo.Grains.Local.Calls;
using Eudiplo.Grains.Local.Classes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace Eudiplo.Grains.Local.Hosting;

/// <summary>
/// Grains in this process, for builds without Orleans' packages. What it does, it does as Orleans does: one activation per
/// key, one turn at a time, calls in arrival order, timers as turns, idle activations collected, an activation dropped
/// after a lost compare-and-swap.
/// </summary>
/// <remarks>
/// <para>
/// What it does not do: no placement, directory or messages between processes; no streams, reminders, transactions, observers,
/// extensions, call filters, request context or stateless workers; no reentrancy, and keys are strings only. With several processes
/// over one database use <see cref="LocalGrainOptions.ActivationPerCall"/>.
/// </para>
/// <para>
/// Where it differs: arguments and results are passed by reference, so they must be immutable. A call of a grain at rest runs on the
/// caller's thread up to its first wait. What follows an await stays in the turn, but a task started with
/// <c>Task.Factory.StartNew</c> leaves it. The ambient values of the caller (AsyncLocal) reach the grain. A call that never ends holds
/// up its grain for as long as the process lives; its callers get timeouts.
/// </para>
/// </remarks>
public sealed class LocalGrainRuntime : IGrainFactory, IHostedService, IDisposable
{
    /// <summary>The name of the runtime's meter.</summary>
    public const string MeterName = "Eudiplo.Grains.Local";

    private readonly LocalGrainOptions _options;
    private readonly LocalGrainsBuilder _builder;
    private readonly GrainClass[] _classes;
    private readonly FrozenDictionary<Type, GrainInterface[]> _interfaces;
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start;
    private volatile bool _isStopping;

    internal LocalGrainRuntime(IServiceProvider services, LocalGrainsBuilder builder)
    {
        Services = services;
        _builder = builder;
        _options = services.GetRequiredService<IOptions<LocalGrainOptions>>().Value;
        Clock = services.GetRequiredService<TimeProvider>();
        Log = services.GetRequiredService<ILogger<LocalGrainRuntime>>();
        Metrics = services.GetRequiredService<LocalGrainMetrics>();
        _start = Clock.GetTimestamp();
        Aborted = _abort.Token;
        ResponseTicks = _options.ResponseTimeout.Ticks;
        DueTimes = new DueQueue(Clock, () => Now);
        _classes = [.. builder.Classes.Select(type => new GrainClass(type, this, _options))];
        _interfaces = _classes
            .SelectMany(grainClass => LocalGrainsBuilder.InterfacesOf(grainClass.Type).Select(type => new GrainInterface(type, grainClass)))
            .GroupBy(grainInterface => grainInterface.Type)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        Metrics.Observe(_classes);
    }

    /// <summary>How many grains are active.</summary>
    public int ActivationCount => _classes.Sum(grainClass => grainClass.Count);

    internal IServiceProvider Services { get; }

    internal TimeProvider Clock { get; }

    internal ILogger Log { get; }

    internal LocalGrainMetrics Metrics { get; }

    internal DueQueue DueTimes { get; }

    internal TimeSpan DeactivationTimeout => _options.DeactivationTimeout;

    internal bool IsActivationPerCall => _options.ActivationPerCall;

    internal bool IsStopping => _isStopping;

    /// <summary>Ticks of 100 ns since the runtime began; never goes back.</summary>
    internal long Now => Clock.GetElapsedTime(_start).Ticks;

    internal TimeSpan ResponseTimeout => _options.ResponseTimeout;

    internal long ResponseTicks { get; }

    /// <summary>Cancelled when the time for a graceful stop is over.</summary>
    internal CancellationToken Aborted { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The key is blank, or the interface has no class or more than one.</exception>
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        if (_interfaces.TryGetValue(typeof(TGrainInterface), out var candidates) && candidates.Length == 1)
        {
            return (TGrainInterface)candidates[0].Reference(primaryKey);
        }

        throw new ArgumentException(candidates is null
            ? $"No grain class implements {typeof(TGrainInterface)}. Is its assembly added with {nameof(LocalGrainsBuilder.AddGrainsFrom)}?"
            : $"More than one grain class implements {typeof(TGrainInterface)}: {string.Join(", ", candidates.Select(one => one.Class.Type))}.");
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Refuses new calls with <see cref="SiloUnavailableException"/>, serves those that wait, and deactivates every grain. When
    /// <paramref name="cancellationToken"/> ends first, what is left is abandoned: its callers get that exception too.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        ActivationLog.Stopping(Log, ActivationCount);
        foreach (var activation in _classes.SelectMany(grainClass => grainClass.Activations))
        {
            activation.Nudge();
        }

        Removed();
        try
        {
            await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ActivationLog.StopTimedOut(Log, ActivationCount);
            await _abort.CancelAsync().ConfigureAwait(false);
            foreach (var activation in _classes.SelectMany(grainClass => grainClass.Activations))
            {
                activation.Abandon(new SiloUnavailableException());
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DueTimes.Dispose();
        _abort.Dispose();
    }

    /// <summary>Notes that an activation is gone.</summary>
    internal void Removed()
    {
        if (_isStopping && ActivationCount == 0)
        {
            _drained.TrySetResult();
        }
    }

    /// <summary>Whether a service is the same object for everybody, so that a grain needs no scope for it.</summary>
    internal bool IsSingleton(Type type) => _builder.Services.LastOrDefault(service => !service.IsKeyedService
        && (service.ServiceType == type
            || (type.IsConstructedGenericType && service.ServiceType == type.GetGenericTypeDefinition())))?.Lifetime == ServiceLifetime.Singleton;
}
