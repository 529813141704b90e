using System.Text.Json.Nodes;
using Eudiplo.Gateway.Hosting;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Presentations;
using Eudiplo.WalletSimulator.SdJwt;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Gateway.Tests.Hosting;

/// <summary>
/// The whole server of one test (endpoints, grains, SQLite) in this process, with data of its own and two tenants: <c>demo</c>, as it comes,
/// and <c>second</c>, its copy.
/// </summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public static readonly Uri PublicUrl = new("https://issuer.example");

    private readonly WebApplication _app;

    private GatewayHost(WebApplication app, string directory)
    {
        _app = app;
        Directory = directory;
        Http = app.GetTestClient();
        Http.BaseAddress = PublicUrl;
        Demo = DemoMaterial.Load(Path.Combine(directory, "demo"));
    }

    public string Directory { get; }

    public HttpClient Http { get; }

    public DemoMaterial Demo { get; }

    public IServiceProvider Services => _app.Services;

    public string DatabaseFile => Path.Combine(Directory, "eudiplo.db");

    public static Task<GatewayHost> StartAsync(Action<WebApplicationBuilder>? configure = null, params string[] settings) =>
        StartWithAsync(null, configure, settings);

    /// <summary>Starts a server whose <c>demo</c> tenant is changed first.</summary>
    public static async Task<GatewayHost> StartWithAsync(
        Action<JsonObject>? change, Action<WebApplicationBuilder>? configure = null, params string[] settings)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("eudiplo-gateway-").FullName;
        var tenants = System.IO.Directory.CreateDirectory(Path.Combine(directory, "tenants")).FullName;
        var demo = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "tenants", "demo.json"));
        var first = (JsonObject)JsonNode.Parse(demo)!;
        change?.Invoke(first);
        await File.WriteAllTextAsync(Path.Combine(tenants, "demo.json"), first.ToJsonString());
        var second = (JsonObject)JsonNode.Parse(demo)!;
        second["tenantId"] = "second";
        await File.WriteAllTextAsync(Path.Combine(tenants, "second.json"), second.ToJsonString());
        var app = GatewayApp.Build(
            [
                $"--Eudiplo:PublicUrl={PublicUrl}",
                $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
                $"--Eudiplo:Tenants:Directory={tenants}",
                $"--Eudiplo:Tenants:FilesDirectory={directory}",
                $"--Eudiplo:Cluster:SiloPort={GatewayProcess.FreeUrl().Port}",
                $"--Eudiplo:Cluster:GatewayPort={GatewayProcess.FreeUrl().Port}",
                .. settings,
            ],
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Logging.ClearProviders();
                configure?.Invoke(builder);
            });
        await app.StartAsync();
        return new GatewayHost(app, directory);
    }

    public TenantEndpoints Endpoints(string tenant = "demo") => TenantEndpoints.Conventional(PublicUrl, tenant);

    public WalletClient Wallet(string tenant = "demo", string clientId = "wallet", BodyForm body = BodyForm.Form) =>
        new(Http, Endpoints(tenant), new BareDialect(), clientId) { Body = body };

    public TenantBackend Backend(string tenant = "demo") => new(Http, Endpoints(tenant), Demo.Backend);

    /// <summary>A user with a PID from the issuer that the tenants trust.</summary>
    public HolderWallet Holder(TimeProvider? clock = null)
    {
        var issuer = Demo.CreatePidIssuer(clock ?? TimeProvider.System);
        return new HolderWallet([new SdJwtHeldCredential(issuer.Issue(DemoPid.For(EcKey.Generate())))], clock ?? TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
