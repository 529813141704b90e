using System.Globalization;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.Storage.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>What is in the database, read through the product's own storage.</summary>
internal sealed class StoredStates : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IGrainStorage _storage;

    private StoredStates(ServiceProvider services)
    {
        _services = services;
        _storage = services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Provider);
    }

    public IStateQueries Queries => _services.GetRequiredService<IStateQueries>();

    public static async Task<StoredStates> OpenAsync(SharedDatabase database)
    {
        var services = new ServiceCollection();
        services.AddEudiploStorage(new ConfigurationBuilder().AddInMemoryCollection(database.Settings()).Build());
        services.AddEudiploStateJson(SessionJson.Default);
        services.AddEudiploStateJson(GrantJson.Default);
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageInitializer>().InitializeAsync();
        return new StoredStates(provider);
    }

    /// <summary>A session, and how often its row was written; null when there is none that a grain would find.</summary>
    public async Task<(AuthSessionState State, int Writes)?> SessionAsync(GrainKey key) =>
        await ReadAsync<AuthSessionState>(StorageNames.Session, key);

    /// <summary>A grant, and how often its row was written; null when there is none that a grain would find.</summary>
    public async Task<(GrantState State, int Writes)?> GrantAsync(GrainKey key) =>
        await ReadAsync<GrantState>(StorageNames.Grant, key);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<(T State, int Writes)?> ReadAsync<T>(string kind, GrainKey key)
        where T : class, new()
    {
        var state = new GrainState<T>(new T());
        await _storage.ReadStateAsync(kind, GrainId.Create(kind, key.ToString()), state);
        
        // The upper half of a row's version counts its writes.
        return state.RecordExists ? (state.State, (int)(long.Parse(state.ETag!, CultureInfo.InvariantCulture) >> 32)) : null;
    }
}
