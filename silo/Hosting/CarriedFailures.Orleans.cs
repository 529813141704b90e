using Eudiplo.Grains.Abstractions.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Eudiplo.Silo.Hosting;

/// <summary>
/// Makes the storage's failures fit to be carried to a caller in another process: what caused them is logged here and taken off. A database
/// driver's exception cannot cross a call, and would take a whole answer down with it; and its details are nothing for a gateway.
/// </summary>
internal sealed partial class CarriedFailures(IGrainStorage storage, ILogger log) : IGrainStorage
{
    /// <summary>The category of what is logged.</summary>
    internal const string Category = "Eudiplo.Storage";

    /// <summary>Puts itself between the grains and their storage.</summary>
    public static void Wrap(IServiceCollection services)
    {
        var registered = services.Last(s => s.ServiceType == typeof(IGrainStorage) && Equals(s.ServiceKey, StorageNames.Provider));
        services.Remove(registered);
        services.AddKeyedSingleton<IGrainStorage>(StorageNames.Provider, (provider, key) => new CarriedFailures(
            (IGrainStorage)registered.KeyedImplementationFactory!(provider, key),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger(Category)));
    }

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        CarryAsync(storage.ReadStateAsync(stateName, grainId, grainState), stateName);

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        CarryAsync(storage.WriteStateAsync(stateName, grainId, grainState), stateName);

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        CarryAsync(storage.ClearStateAsync(stateName, grainId, grainState), stateName);

    private Task CarryAsync(Task operation, string stateName) => CarryAsync(operation, stateName, log);

    /// <summary>Waits for an operation; if it fails, what caused that is logged and taken off.</summary>
    internal static async Task CarryAsync(Task operation, string stateName, ILogger log)
    {
        try
        {
            await operation;
        }
        catch (StorageException e) when (e.InnerException is not null)
        {
            Failed(log, stateName, e);
            throw e switch
            {
                StorageUnavailableException => new StorageUnavailableException(e.Message),
                StorageOutcomeUnknownException => new StorageOutcomeUnknownException(e.Message),
                StorageCorruptException => new StorageCorruptException(e.Message),
                _ => new StorageException(e.Message),
            };
        }
    }

    [LoggerMessage(1302, LogLevel.Error, "The storage failed on a state of kind {Kind}.")]
    private static partial void Failed(ILogger logger, string kind, Exception exception);
}
