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


    private GatewayHost(WebApplication app, string directory, HostLogs logs)
    {
        _app = app;
        Logs = logs;
        Directory = directory;
        Http = new HttpClient(new SecretCollector(app.GetTestServer().CreateHandler(), Secrets)) { BaseAddress = PublicUrl };
        Demo = DemoMaterial.Load(Path.Combine(directory, "demo"));
        foreach (var name in new[] { "given_name", "family_name", "birthdate", "personal_administrative_number" })
        {
            Secrets.AddPersonal(name, (string)DemoPid.Claims()[name]!);
        }
    }

    /// <summary>What must not be in a log. Whatever the clients of <see cref="Http"/> send and get is added to it; a test adds what else it makes.</summary>
    public MadeSecrets Secrets { get; } = new();

    /// <summary>Everything that was logged.</summary>
    public HostLogs Logs { get; }

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
        var logs = new HostLogs();
        var app = GatewayApp.Build(
            [
                $"--Eudiplo:PublicUrl={PublicUrl}",
                $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
                $"--Eudiplo:Tenants:Directory={tenants}",
                $"--Eudiplo:Tenants:FilesDirectory={directory}",
                $"--Eudiplo:Cluster:SiloPort={GatewayProcess.FreeUrl().Port}",
                $"--Eudiplo:Cluster:GatewayPort={GatewayProcess.FreeUrl().Port}",

                // As an operator would set it who wants to see everything: the end of the test looks for secrets in it.
                "--Logging:LogLevel:Default=Trace",
                "--Logging:LogLevel:Microsoft=Trace",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Trace",
                .. settings,
            ],
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Logging.ClearProviders().AddProvider(logs);
                configure?.Invoke(builder);
            });
        await app.StartAsync();
        return new GatewayHost(app, directory, logs);
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
        AssertNothingLeaked();
    }

    /// <summary>Fails when a secret of this host is in one of its logs: at the end of every test, so that the logs of the whole suite are read.</summary>
    public void AssertNothingLeaked()
    {
        var leaks = Secrets.FindIn(Logs.Lines);
        Assert.True(leaks.Count == 0, $"{leaks.Count} times a secret is in a log: {string.Join('\n', leaks.Take(5))}");
    }
}
