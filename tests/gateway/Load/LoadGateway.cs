using System.Text.Json.Nodes;
using Eudiplo.Gateway.Hosting;
using Eudiplo.Gateway.Tests.Admin;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Load.Commands;
using Eudiplo.Load.Flows;
using Eudiplo.Load.Reports;
using Eudiplo.Load.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Gateway.Tests.Load;

/// <summary>The whole server on a loopback port, for the load tool, which has an HTTP client of its own.</summary>
internal sealed class LoadGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _directory;

    private LoadGateway(WebApplication app, string directory)
    {
        (_app, _directory) = (app, directory);
        Url = new Uri(app.Urls.Single());
        AdminKeyFile = Path.Combine(directory, "admin.key");
    }

    public Uri Url { get; }

    public string AdminKeyFile { get; }

    public string File(string name) => Path.Combine(_directory, name);

    /// <summary>Starts a server.</summary>
    /// <param name="change">Changes the tenant first.</param>
    /// <param name="wrong">What it answers wrongly.</param>
    public static async Task<LoadGateway> StartAsync(Action<JsonObject>? change = null, WrongAnswers? wrong = null)
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-load-").FullName;
        var tenants = Directory.CreateDirectory(Path.Combine(directory, "tenants")).FullName;
        var demo = (JsonObject)JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "tenants", "demo.json")))!;
        demo["pushedAuthorizationRequests"] = true;
        change?.Invoke(demo);
        await System.IO.File.WriteAllTextAsync(Path.Combine(tenants, "demo.json"), demo.ToJsonString());
        var app = GatewayApp.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--Eudiplo:PublicUrl={GatewayHost.PublicUrl}",
                $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
                $"--Eudiplo:Tenants:Directory={tenants}",
                $"--Eudiplo:Tenants:FilesDirectory={directory}",
                $"--Eudiplo:Cluster:SiloPort={GatewayProcess.FreeUrl().Port}",
                $"--Eudiplo:Cluster:GatewayPort={GatewayProcess.FreeUrl().Port}",
                AdminClient.Setting,
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                if (wrong is not null)
                {
                    builder.Services.AddSingleton<IStartupFilter>(wrong);
                }
            });
        await app.StartAsync();
        var gateway = new LoadGateway(app, directory);
        await System.IO.File.WriteAllTextAsync(gateway.AdminKeyFile, AdminClient.Key + "\n");
        return gateway;
    }

    /// <summary>A second of a flow by four wallets, or until it is cancelled.</summary>
    public Task<LoadReport> RunAsync(string flow, Func<LoadOptions, LoadOptions>? adjust = null, CancellationToken cancellation = default)
    {
        var options = new LoadOptions
        {
            Urls = [Url],
            Wallets = 4,
            Duration = TimeSpan.FromSeconds(1),
            WarmUp = TimeSpan.Zero,
            Flow = FlowCatalog.Find(flow)!,
            Tenants = ["demo"],
            Timeout = TimeSpan.FromSeconds(10),
            ErrorBudget = 0,
            DemoDirectory = Path.Combine(_directory, "demo"),
            ClientId = "load-wallet",
            AdminKeyFile = AdminKeyFile,
        };
        return LoadRun.MeasureAsync(adjust?.Invoke(options) ?? options, ConsoleFactory.Create(TextWriter.Null, true), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
