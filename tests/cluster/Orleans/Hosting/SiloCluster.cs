using System.Net;
using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.WalletSimulator.Demo;

namespace Eudiplo.Cluster.Tests.Orleans.Hosting;

/// <summary>
/// Two silos and two gateways, each a process of its own, with Redis for their membership and PostgreSQL for their states, which the silos reach through
/// a proxy that can be slow or cut.
/// </summary>
public sealed class SiloCluster : Fleet, IAsyncLifetime
{
    internal const int Size = 2;

    /// <summary>How long a process may take to stop.</summary>
    internal static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(15);

    private readonly Uri[] _urls = [.. Enumerable.Range(0, Size).Select(_ => new Uri($"http://127.0.0.1:{Ports.Free()}"))];
    private readonly int _redisPort = Ports.Free();
    private readonly ServerProcess?[] _silos = new ServerProcess?[Size];
    private readonly ServerProcess?[] _gateways = new ServerProcess?[Size];
    private RedisServer? _redis;

    internal TcpProxy Proxy { get; private set; } = null!;

    internal override IReadOnlyList<Uri> Urls => _urls;

    internal IReadOnlyList<ServerProcess?> Gateways => _gateways;

    internal IReadOnlyList<ServerProcess?> Silos => _silos;

    internal IEnumerable<ServerProcess> Processes => _silos.Concat(_gateways).OfType<ServerProcess>();

    private string RedisDirectory => Path.Combine(Database.Directory, "redis");

    public async Task InitializeAsync()
    {
        if (Storage.Tests.Running.PostgreSqlServer.Missing is not null || RedisServer.Missing is not null)
        {
            return;
        }

        Database = await SharedDatabase.StartAsync();
        Proxy = TcpProxy.Start(Database.Server.Port);
        await TenantDirectory.WriteAsync(Database.Directory);
    }

    public async Task DisposeAsync()
    {
        if (Database is null)
        {
            return;
        }

        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }

        await (States?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Proxy.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Starts what is not there, and waits until the gateways are ready.</summary>
    internal async Task WholeAsync()
    {
        await ReturnRedisAsync();

        // The first one makes the demo's keys, which the others share with it.
        for (var index = 0; index < Size; index++)
        {
            if (_silos[index] is not { HasExited: false })
            {
                await ReturnSiloAsync(index);
            }
        }

        for (var index = 0; index < Size; index++)
        {
            if (_gateways[index] is not { HasExited: false })
            {
                await StartGatewayAsync(index);
            }
        }

        await Task.WhenAll(_urls.Select(url => Health.UntilAsync(url, "/health/ready", HttpStatusCode.OK)));
        Demo ??= DemoMaterial.Load(Path.Combine(Database.Directory, "data", "demo"));
        States ??= await StoredStates.OpenAsync(Database);
    }

    /// <summary>Ends every process, and what Redis knew of them.</summary>
    internal async Task EndAsync()
    {
        foreach (var process in Processes)
        {
            await process.DisposeAsync();
        }

        Array.Clear(_silos);
        Array.Clear(_gateways);
        await LoseRedisAsync();
    }

    /// <summary>Takes Redis away, which keeps what it knows for its return.</summary>
    internal async Task StopRedisAsync()
    {
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        _redis = null;
    }

    /// <summary>Brings Redis back, if it is away.</summary>
    internal async Task ReturnRedisAsync()
    {
        Directory.CreateDirectory(RedisDirectory);
        _redis ??= await RedisServer.StartAsync(_redisPort, RedisDirectory);
    }

    /// <summary>Takes Redis away with all that it knew.</summary>
    internal async Task LoseRedisAsync()
    {
        await StopRedisAsync();
        if (Directory.Exists(RedisDirectory))
        {
            Directory.Delete(RedisDirectory, recursive: true);
        }
    }

    /// <summary>Starts a silo, again if it was there before, and as often as it ends by itself, until it is a member.</summary>
    internal async Task ReturnSiloAsync(int index)
    {
        for (var tries = 1; ; tries++)
        {
            await (_silos[index]?.DisposeAsync() ?? ValueTask.CompletedTask);
            var silo = StartSilo();
            _silos[index] = silo;
            if (await Health.ComesAsync(silo.Url, "/health/ready", HttpStatusCode.OK, () => silo.HasExited))
            {
                return;
            }

            Assert.True(tries < 3, silo.Output);
        }
    }

    /// <summary>Starts a gateway, again if it was there before, at the same address, and waits until it is ready.</summary>
    internal async Task ReturnGatewayAsync(int index)
    {
        await StartGatewayAsync(index);
        await Health.UntilAsync(_urls[index], "/health/ready", HttpStatusCode.OK);
    }

    /// <summary>Starts a gateway, whatever there is behind it, and waits until it is alive.</summary>
    internal async Task StartGatewayAsync(int index)
    {
        await (_gateways[index]?.DisposeAsync() ?? ValueTask.CompletedTask);
        _gateways[index] = ServerProcess.Start(
            "Eudiplo.Gateway.dll",
            _urls[index],
            Database.Directory,
            "Eudiplo is ready",
            Environment(
                null,
                ("Eudiplo:Role", "gateway"),
                ("Eudiplo:Cluster:Redis", $"127.0.0.1:{_redisPort}"),
                ("DOTNET_SHUTDOWNTIMEOUTSECONDS", $"{ShutdownLimit.TotalSeconds:0}")));
        await Health.UntilAsync(_urls[index], "/health/live", HttpStatusCode.OK);
    }

    private ServerProcess StartSilo() => ServerProcess.Start(
        "Eudiplo.Silo.dll",
        new Uri($"http://127.0.0.1:{Ports.Free()}"),
        Database.Directory,
        "",
        Environment(
            Proxy.Port,
            ("Eudiplo:Cluster:Redis", _redis!.ConnectionString),
            ("Eudiplo:Cluster:AdvertisedIPAddress", "127.0.0.1"),
            ("Eudiplo:Cluster:SiloPort", $"{Ports.Free()}"),
            ("Eudiplo:Cluster:GatewayPort", $"{Ports.Free()}"),
            ("DOTNET_SHUTDOWNTIMEOUTSECONDS", $"{ShutdownLimit.TotalSeconds:0}"),
            ("Eudiplo:Drain:Time", "00:00:00")));
}
