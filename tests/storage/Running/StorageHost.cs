using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Sweeping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Storage.Tests.Running;

/// <summary>One process's worth of storage, registered as a host registers it.</summary>
public sealed class StorageHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private StorageHost(ServiceProvider services)
    {
        _services = services;
        Grains = services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Provider);
        Queries = services.GetRequiredService<IStateQueries>();
    }

    /// <summary>The clock, where it is one that the test moves.</summary>
    public ManualTime Time => (ManualTime)_services.GetRequiredService<TimeProvider>();

    public IGrainStorage Grains { get; }

    public IStateQueries Queries { get; }

    public IServiceProvider Services => _services;

    internal Sweeper Sweeper => _services.GetServices<IHostedService>().OfType<Sweeper>().Single();

    /// <summary>Starts a host and initializes it.</summary>
    public static async Task<StorageHost> StartAsync(
        TestDatabase database,
        ManualTime? time = null,
        params (string Key, string? Value)[] settings)
    {
        var host = Build(database, time, settings);
        try
        {
            await host.Services.GetRequiredService<IStorageInitializer>().InitializeAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public static StorageHost Build(TestDatabase database, ManualTime? time = null, params (string Key, string? Value)[] settings) =>
        Build(database.Settings, time ?? new ManualTime(), settings);

    /// <summary>A host over any configuration, with a clock of its own or the system's.</summary>
    public static StorageHost Build(Dictionary<string, string?> values, TimeProvider time, params (string Key, string? Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            values[$"Eudiplo:Storage:{key}"] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddEudiploStorage(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddEudiploStateJson(TicketContext.Default);
        return new StorageHost(services.BuildServiceProvider());
    }

    public async Task<GrainState<Ticket>> ReadAsync(string key, string kind = "session")
    {
        var state = new GrainState<Ticket>();
        await Grains.ReadStateAsync(kind, Id(key), state);
        return state;
    }

    public Task WriteAsync(string key, GrainState<Ticket> state, string kind = "session") => Grains.WriteStateAsync(kind, Id(key), state);

    public Task ClearAsync(string key, GrainState<Ticket> state, string kind = "session") => Grains.ClearStateAsync(kind, Id(key), state);

    /// <summary>Writes a new row and returns it as its grain would hold it.</summary>
    public async Task<GrainState<Ticket>> InsertAsync(string key, Ticket ticket, string kind = "session")
    {
        var state = new GrainState<Ticket>(ticket);
        await WriteAsync(key, state, kind);
        return state;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static GrainId Id(string key) => GrainId.Create("ticket", key);
}
