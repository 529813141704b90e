using System.Text.Json.Serialization.Metadata;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.PostgreSql;
using Eudiplo.Storage.Queries;
using Eudiplo.Storage.Rows;
using Eudiplo.Storage.Sqlite;
using Eudiplo.Storage.Sweeping;
using Eudiplo.Storage.Telemetry;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Eudiplo.Storage.Hosting;

/// <summary>Registers the storage.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Registers the grains' storage under <see cref="StorageNames.Provider"/>, <see cref="IStateQueries"/>,
    /// <see cref="IStorageInitializer"/>, the sweeper, the health check <c>storage</c> (tag <c>ready</c>), and Data Protection with its key
    /// ring in the same database. The host starts only when the storage is ready.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration: the section <see cref="StorageOptions.Section"/> is read.</param>
    public static IServiceCollection AddEudiploStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();

        services.TryAddSingleton<StoragePaths>();
        services.TryAddSingleton<ExpiryClock>();
        services.TryAddSingleton<StorageMetrics>();
        services.TryAddSingleton<NewRows>();
        services.TryAddSingleton<INewRows>(static provider => provider.GetRequiredService<NewRows>());
        services.TryAddSingleton<StateJson>();
        services.TryAddSingleton<StateCodec>();
        services.TryAddSingleton<SubjectHasher>();
        services.TryAddSingleton<IStateDatabase>(Database);
        services.TryAddSingleton<IStorageInitializer, StorageInitializer>();
        services.TryAddSingleton<IStateQueries, StateQueries>();
        services.TryAddKeyedSingleton<IGrainStorage>(
            StorageNames.Provider,
            static (provider, _) => ActivatorUtilities.CreateInstance<EudiploGrainStorage>(provider));
        AddKeyRing(services);

        services.AddHostedService<StorageStartup>();
        services.AddHostedService<Sweeper>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage", tags: ["ready"], timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    /// <summary>Registers a source-generated JSON context of state types. Types that no context knows are written by reflection.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="context">The context.</param>
    public static IServiceCollection AddEudiploStateJson(this IServiceCollection services, IJsonTypeInfoResolver context) =>
        services.AddSingleton(new StateJsonContext(context));

    private static void AddKeyRing(IServiceCollection services)
    {
        services.TryAddSingleton<MasterKeySource>();
        services.TryAddSingleton<MasterKeyTakeover>();
        services.TryAddSingleton<MasterKeyXmlEncryptor>();
        services.TryAddSingleton<DatabaseXmlRepository>();
        services.TryAddSingleton<KeyRing>();
        services.AddDataProtection().SetApplicationName("Eudiplo");
        services.AddOptions<KeyManagementOptions>()
            .Configure<DatabaseXmlRepository, MasterKeyXmlEncryptor, IOptions<StorageOptions>>((keys, repository, encryptor, storage) =>
            {
                keys.XmlRepository = repository;
                keys.XmlEncryptor = encryptor;
                keys.NewKeyLifetime = storage.Value.KeyLifetime;
                keys.AuthenticatedEncryptorConfiguration = new AuthenticatedEncryptorConfiguration
                {
                    EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM,
                };
            });
    }

    private static IStateDatabase Database(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<StorageOptions>>().Value.Provider == StorageProvider.PostgreSql
            ? ActivatorUtilities.CreateInstance<PostgreSqlDatabase>(provider)
            : ActivatorUtilities.CreateInstance<SqliteDatabase>(provider);
}
