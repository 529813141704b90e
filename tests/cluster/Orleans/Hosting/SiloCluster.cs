using System.Net;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.WalletSimulator.Demo;

namespace Eudiplo.Cluster.Tests.Orleans.Hosting;

/// <summary>Silos and a gateway, each a process of its own, with Redis for their membership and PostgreSQL for their states.</summary>
public sealed class SiloCluster : Fleet, IAsyncLifetime
{
    internal const int Size = 2;

    /// <summary>How long a silo may take to stop.</summary>
    internal static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(15);

    private readonly Uri _gatewayUrl = new($"http://127.0.0.1:{Ports.Free()}");
    private readonly int _redisPort = Ports.Free();
    private readonly ServerProcess?[] _silos = new ServerProcess?[Size];
    private RedisServer? _redis;

    internal override IReadOnlyList<Uri> Urls => [_gatewayUrl];

    internal ServerProcess Gateway { get; private set; } = null!;

    internal IReadOnlyList<ServerProcess?> Silos => _silos;

    public async Task InitializeAsync()
    {
        if (Storage.Tests.Running.PostgreSqlServer.Missing is not null || RedisServer.Missing is not null)
        {
            return;
        }

        Database = await SharedDatabase.StartAsync();
        await TenantDirectory.WriteAsync(Database.Directory);

        // The gateway comes first, before there is anything behind it.
        Gateway = ServerProcess.Start(
            "Eudiplo.Gateway.dll",
            _gatewayUrl,
            Database.Directory,
            "Eudiplo is ready",
            Environment(null, ("Eudiplo:Role", "gateway"), ("Eudiplo:Cluster:Redis", $"127.0.0.1:{_redisPort}")));
        await Health.UntilAsync(_gatewayUrl, "/health/live", HttpStatusCode.OK);
    }

    public async Task DisposeAsync()
    {
        if (Database is null)
        {
            return;
        }

        await Gateway.DisposeAsync();
        foreach (var silo in _silos)
        {
            await (silo?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await (States?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Database.DisposeAsync();
    }

    /// <summary>Starts what is not there, and waits until the gateway is ready.</summary>
    internal async Task WholeAsync()
    {
        _redis ??= await RedisServer.StartAsync(_redisPort);

        // The first one makes the demo's keys, which the others share with it.
        for (var index = 0; index < Size; index++)
        {
            if (_silos[index] is not { HasExited: false })
            {
                await ReturnAsync(index);
            }
        }

        await Health.UntilAsync(_gatewayUrl, "/health/ready", HttpStatusCode.OK);
        Demo ??= DemoMaterial.Load(Path.Combine(Database.Directory, "data", "demo"));
        States ??= await StoredStates.OpenAsync(Database);
    }

    /// <summary>Takes Redis away; what is whole again has a new one, which knows nobody.</summary>
    internal async Task LoseRedisAsync()
    {
        await _redis!.DisposeAsync();
        _redis = null;
    }

    /// <summary>Starts a silo, again if it was there before, and as often as it ends by itself, until it is a member.</summary>
    internal async Task ReturnAsync(int index)
    {
        for (var tries = 1; ; tries++)
        {
            await (_silos[index]?.DisposeAsync() ?? ValueTask.CompletedTask);
            var silo = Start();
            _silos[index] = silo;
            if (await Health.ComesAsync(silo.Url, "/health/ready", HttpStatusCode.OK, () => silo.HasExited))
            {
                return;
            }

            Assert.True(tries < 3, silo.Output);
        }
    }

    private ServerProcess Start() => ServerProcess.Start(
        "Eudiplo.Silo.dll",
        new Uri($"http://127.0.0.1:{Ports.Free()}"),
        Database.Directory,
        "",
        Environment(
            null,
            ("Eudiplo:Cluster:Redis", _redis!.ConnectionString),
            ("Eudiplo:Cluster:AdvertisedIPAddress", "127.0.0.1"),
            ("Eudiplo:Cluster:SiloPort", $"{Ports.Free()}"),
            ("Eudiplo:Cluster:GatewayPort", $"{Ports.Free()}"),
            ("DOTNET_SHUTDOWNTIMEOUTSECONDS", $"{ShutdownLimit.TotalSeconds:0}"),
            ("Eudiplo:Drain:Time", "00:00:00")));
}
