using Eudiplo.WalletSimulator.Demo;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>Three gateways with the local runtime over one PostgreSQL, which they reach through a proxy that can be slow or cut.</summary>
public sealed class GatewayFleet : Fleet, IAsyncLifetime
{
    internal const int Size = 3;

    private readonly List<ServerProcess> _processes = [];
    private readonly Uri[] _urls = [.. Enumerable.Range(0, Size).Select(_ => new Uri($"http://127.0.0.1:{Ports.Free()}"))];

    internal TcpProxy Proxy { get; private set; } = null!;

    internal override IReadOnlyList<Uri> Urls => _urls;

    internal IReadOnlyList<ServerProcess> Processes => _processes;

    public async Task InitializeAsync()
    {
        if (Storage.Tests.Running.PostgreSqlServer.Missing is not null)
        {
            return;
        }

        Database = await SharedDatabase.StartAsync();
        Proxy = TcpProxy.Start(Database.Server.Port);
        await TenantDirectory.WriteAsync(Database.Directory);

        // The first one makes the demo's keys, which the others share with it as replicas share a mounted directory.
        _processes.Add(Start(0));
        await _processes[0].ReadyAsync();
        _processes.AddRange(Enumerable.Range(1, Size - 1).Select(Start));
        await Task.WhenAll(_processes.Select(p => p.ReadyAsync()));
        Demo = DemoMaterial.Load(Path.Combine(Database.Directory, "data", "demo"));
        States = await StoredStates.OpenAsync(Database);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (Database is not null)
        {
            await States.DisposeAsync();
            await Proxy.DisposeAsync();
            await Database.DisposeAsync();
        }
    }

    /// <summary>Brings a process back after its end, at the same address.</summary>
    internal async Task ReturnAsync(int index)
    {
        await _processes[index].DisposeAsync();
        _processes[index] = Start(index);
        await _processes[index].ReadyAsync();
    }

    private ServerProcess Start(int index) =>
        ServerProcess.Start("Eudiplo.Gateway.dll", _urls[index], Database.Directory, "Eudiplo is ready", Environment(Proxy.Port));
}
