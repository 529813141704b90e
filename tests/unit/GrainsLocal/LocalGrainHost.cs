using Eudiplo.Grains.Local.Hosting;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.Unit.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Unit.Tests.GrainsLocal;

/// <summary>A grain runtime of one test, with a clock and a storage of its own.</summary>
internal sealed class LocalGrainHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public LocalGrainHost(
        Action<LocalGrainOptions>? configure = null, Action<LocalGrainsBuilder>? add = null, MemoryGrainStorage? storage = null)
    {
        Storage = storage ?? new();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Hooks);
        services.AddSingleton<ILoggerProvider>(Logs);
        services.AddKeyedSingleton<IGrainStorage>("eudiplo", Storage);
        var builder = services.AddLocalGrains(configure).AddGrain<ScriptGrain>();
        add?.Invoke(builder);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        Runtime = _services.GetRequiredService<LocalGrainRuntime>();
        Grains = _services.GetRequiredService<IGrainFactory>();
    }

    public FakeTimeProvider Clock { get; } = new();

    public ScriptHooks Hooks { get; } = new();

    public RecordedLogs Logs { get; } = new();

    public MemoryGrainStorage Storage { get; }

    public LocalGrainRuntime Runtime { get; }

    public IGrainFactory Grains { get; }

    public IServiceProvider Services => _services;

    public static GrainId IdOf(string key) => GrainId.Create("script", key);

    public IScriptGrain Script(string key = "one") => Grains.GetGrain<IScriptGrain>(key);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Runtime.StopAsync(patience.Token);
        await _services.DisposeAsync();
    }
}

/// <summary>Short forms for scripts.</summary>
internal static class Scripts
{
    /// <summary>Runs an action in a turn.</summary>
    public static Task Do(this IScriptGrain grain, Action<ScriptGrain> action) => grain.Run(self =>
    {
        action(self);
        return Task.FromResult<object?>(null);
    });

    /// <summary>Runs a step in a turn that lasts until the step ends.</summary>
    public static Task DoAsync(this IScriptGrain grain, Func<ScriptGrain, Task> step) => grain.Run(async self =>
    {
        await step(self);
        return null;
    });

    /// <summary>Evaluates a function in a turn.</summary>
    public static async Task<T> Ask<T>(this IScriptGrain grain, Func<ScriptGrain, T> question) =>
        (T)(await grain.Run(self => Task.FromResult<object?>(question(self))))!;

    /// <summary>Waits for what must happen without the clock; a test whose rule is broken fails instead of hanging.</summary>
    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <inheritdoc cref="Soon(Task)"/>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Begins a turn and holds it until the returned gate is opened.</summary>
    public static (Task Call, TaskCompletionSource Gate) Hold(this IScriptGrain grain)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (grain.DoAsync(_ => gate.Task), gate);
    }
}
