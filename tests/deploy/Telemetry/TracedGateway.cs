using Eudiplo.Gateway.Hosting;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>A whole server with the demo tenant, that can be stopped, so that all of its telemetry is on its way.</summary>
internal sealed class TracedGateway : IAsyncDisposable
{
    private static readonly Uri PublicUrl = new("https://issuer.example");

    private readonly WebApplication _app;
    private readonly string _directory;

    private TracedGateway(WebApplication app, string directory)
    {
        (_app, _directory) = (app, directory);
        Http = app.GetTestClient();
        Http.BaseAddress = PublicUrl;
        var endpoints = TenantEndpoints.Conventional(PublicUrl, "demo");
        Wallet = new WalletClient(Http, endpoints, new BareDialect(), "wallet");
        Backend = new TenantBackend(Http, endpoints, DemoMaterial.Load(Path.Combine(directory, "demo")).Backend);
    }

    public HttpClient Http { get; }

    public WalletClient Wallet { get; }

    public TenantBackend Backend { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TracedGateway> StartAsync(Action<WebApplicationBuilder>? configure, params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-telemetry-").FullName;
        var app = GatewayApp.Build(
            [
                $"--Eudiplo:PublicUrl={PublicUrl}",
                $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
                $"--Eudiplo:Tenants:Directory={Repository.RepositoryFiles.PathOf("gateway/tenants")}",
                $"--Eudiplo:Tenants:FilesDirectory={directory}",
                "--Logging:LogLevel:Eudiplo=Debug",
                "--Logging:Console:LogLevel:Default=None",
                .. settings,
            ],
            builder =>
            {
                builder.WebHost.UseTestServer();
                configure?.Invoke(builder);
            });
        await app.StartAsync();
        return new TracedGateway(app, directory);
    }

    /// <summary>Stops the server. All of its telemetry has been sent then.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
