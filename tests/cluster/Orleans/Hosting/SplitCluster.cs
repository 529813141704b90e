using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.WalletSimulator.Demo;

namespace Eudiplo.Cluster.Tests.Orleans.Hosting;

/// <summary>
/// Two servers over one PostgreSQL, each a cluster of its own that knows nothing of the other: a cluster that is split in two. Every grain that both
/// are asked for has two activations, for as long as it is used.
/// </summary>
public sealed class SplitCluster : Fleet, IAsyncLifetime
{
    private readonly Uri[] _urls = [new($"http://127.0.0.1:{Ports.Free()}"), new($"http://127.0.0.1:{Ports.Free()}")];
    private readonly List<ServerProcess> _halves = [];

    internal override IReadOnlyList<Uri> Urls => _urls;

    public async Task InitializeAsync()
    {
        if (Storage.Tests.Running.PostgreSqlServer.Missing is not null)
        {
            return;
        }

        Database = await SharedDatabase.StartAsync();
        await TenantDirectory.WriteAsync(Database.Directory);
        foreach (var url in _urls)
        {
            var half = ServerProcess.Start(
                "Eudiplo.Gateway.dll",
                url,
                Database.Directory,
                "Eudiplo is ready",
                Environment(
                    null,
                    ("Eudiplo:Cluster:ClusterId", $"half-{_halves.Count}"),
                    ("Eudiplo:Cluster:SiloPort", $"{Ports.Free()}"),
                    ("Eudiplo:Cluster:GatewayPort", $"{Ports.Free()}")));
            _halves.Add(half);
            await half.ReadyAsync();
        }

        Demo = DemoMaterial.Load(Path.Combine(Database.Directory, "data", "demo"));
        States = await StoredStates.OpenAsync(Database);
    }

    public async Task DisposeAsync()
    {
        foreach (var half in _halves)
        {
            await half.DisposeAsync();
        }

        if (Database is not null)
        {
            await States.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
