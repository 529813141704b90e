using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Silo.Hosting;
using Eudiplo.Silo.Tenants;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Eudiplo.Cluster.Tests.Orleans.InProcess;

/// <summary>Three silos in this process (Orleans' testing host), over one PostgreSQL: each can be asked, stopped and killed by itself.</summary>
public sealed class SilosInProcess : IAsyncLifetime
{
    internal const int Size = 3;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);

    private SharedDatabase _database = null!;

    internal InProcessTestCluster Cluster { get; private set; } = null!;

    /// <summary>The grains as a client of the cluster calls them.</summary>
    internal IGrainFactory Client => Cluster.Client;

    /// <summary>The grains as each silo calls them.</summary>
    internal IReadOnlyList<IGrainFactory> Members =>
        [.. Cluster.GetActiveSilos().Select(s => Cluster.GetSiloServiceProvider(s.SiloAddress).GetRequiredService<IGrainFactory>())];

    public async Task InitializeAsync()
    {
        if (PostgreSqlServer.Missing is not null)
        {
            return;
        }

        _database = await SharedDatabase.StartAsync();
        await TenantDirectory.WriteAsync(_database.Directory);
        var settings = new Dictionary<string, string?>(_database.Settings())
        {
            ["Eudiplo:PublicUrl"] = Fleet.PublicUrl.ToString(),
            ["Eudiplo:Tenants:Directory"] = Path.Combine(_database.Directory, "tenants"),
            ["Eudiplo:Tenants:FilesDirectory"] = Path.Combine(_database.Directory, "data"),
            ["Eudiplo:Drain:Time"] = "00:00:00",
            ["Eudiplo:Cluster:CallTimeout"] = CallTimeout.ToString(),
            ["Eudiplo:Cluster:Membership:ProbeTimeout"] = "00:00:00.5",
        };
        var builder = new InProcessTestClusterBuilder(Size) { Options = { ConfigureFileLogging = false } };
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Configuration.AddInMemoryCollection(settings);
            SiloServices.AddGrains(host);
            host.UseOrleans(silo => GrainHosting.ConfigureCalls(silo, host.Configuration.GetSection("Eudiplo:Cluster")));
        });
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = CallTimeout));

        // It makes the demo's keys, which the silos share.
        _ = new TenantFiles(Options.Create(new TenantFileOptions
        {
            Directory = settings["Eudiplo:Tenants:Directory"]!,
            FilesDirectory = settings["Eudiplo:Tenants:FilesDirectory"]!,
        }));
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await Cluster.StopAllSilosAsync();
            await Cluster.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    /// <summary>Starts silos until there are as many as at the beginning.</summary>
    internal async Task WholeAsync()
    {
        while (Cluster.GetActiveSilos().Count() < Size)
        {
            await Cluster.StartAdditionalSiloAsync();
        }
    }

    /// <summary>Whether an access token is alive, by whom it is asked.</summary>
    internal static async Task<bool> IsLiveAsync(IGrainFactory grains, Guid id, SecretText token) =>
        (await GrainCalls.RepeatAsync(() => grains.GetGrain<IGrantGrain>(new GrainKey("demo", id).ToString()).FindAccessTokenAsync(token), default)).Active;
}
