using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Hosting;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Backend;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Browser.Tests.Running;

/// <summary>
/// The server on a loopback port, and beside it what a browser meets outside: the tenant's page, which has a link back, and the wallet's
/// redirect URI.
/// </summary>
internal sealed class LoopbackGateway : IAsyncDisposable
{
    private readonly WebApplication _gateway;
    private readonly WebApplication _outside;
    private readonly string _directory;

    private LoopbackGateway(WebApplication gateway, WebApplication outside, Uri url, Uri outsideUrl, string directory)
    {
        (_gateway, _outside, _directory, Outside) = (gateway, outside, directory, outsideUrl);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = url };
        Endpoints = TenantEndpoints.Conventional(url, "demo");
        Demo = DemoMaterial.Load(Path.Combine(directory, "demo"));
    }

    public HttpClient Http { get; }

    public TenantEndpoints Endpoints { get; }

    public Uri Outside { get; }

    public DemoMaterial Demo { get; }

    public TenantBackend Backend => new(Http, Endpoints, Demo.Backend);

    public WalletClient Wallet => new(Http, Endpoints, new BareDialect(), "wallet") { RedirectUri = $"{Outside}wallet" };

    /// <summary>Starts the server.</summary>
    /// <param name="completion">Who completes the web step of <c>browser-credential</c>.</param>
    public static async Task<LoopbackGateway> StartAsync(string completion)
    {
        var (url, outsideUrl) = (FreeUrl(), FreeUrl());
        var directory = Directory.CreateTempSubdirectory("eudiplo-browser-").FullName;
        var tenants = Directory.CreateDirectory(Path.Combine(directory, "tenants")).FullName;
        var demo = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "tenants", "demo.json")))!;
        var action = demo["credentialConfigurations"]!.AsArray().First(c => c!["credentialConfigId"]!.ToString() == "browser-credential")!["iaeActions"]![0]!;
        (action["url"], action["completion"]) = ($"{outsideUrl}form?session={{auth_session}}&return={{return_url}}", completion);
        await File.WriteAllTextAsync(Path.Combine(tenants, "demo.json"), demo.ToJsonString());
        var gateway = GatewayApp.Build(
            [
                $"--urls={url}",
                $"--Eudiplo:PublicUrl={url}",
                $"--Eudiplo:Storage:ConnectionString=Data Source={Path.Combine(directory, "eudiplo.db")}",
                $"--Eudiplo:Tenants:Directory={tenants}",
                $"--Eudiplo:Tenants:FilesDirectory={directory}",
            ],
            builder => builder.Logging.ClearProviders());
        await gateway.StartAsync();
        var outside = BuildOutside(outsideUrl);
        await outside.StartAsync();
        return new LoopbackGateway(gateway, outside, url, outsideUrl, directory);
    }

    /// <summary>Pushes the request of a wallet that knows no interactive authorization.</summary>
    /// <returns>The request_uri.</returns>
    public async Task<string> PushAsync(string credential, Pkce pkce)
    {
        using var content = new FormUrlEncodedContent(
        [
            new("response_type", "code"), new("client_id", "wallet"), new("redirect_uri", Wallet.RedirectUri),
            new("authorization_details", InteractiveRequest.DetailsFor(credential)),
            new("code_challenge", pkce.Challenge), new("code_challenge_method", "S256"),
        ]);
        using var response = await Http.PostAsync($"{Endpoints.Issuer.ToString().TrimEnd('/')}/oid4vci/par", content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["request_uri"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _outside.DisposeAsync();
        await _gateway.StopAsync();
        await _gateway.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static WebApplication BuildOutside(Uri url)
    {
        var builder = WebApplication.CreateSlimBuilder([$"--urls={url}"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/form", (HttpContext context) => Results.Content(
            $"<!doctype html><title>Form</title><a id=\"back\" href=\"{WebUtility.HtmlEncode(context.Request.Query["return"])}\">Back</a>", "text/html"));
        app.MapGet("/wallet", () => Results.Content("<!doctype html><title>Wallet</title><h1>The wallet's app</h1>", "text/html"));
        return app;
    }

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
