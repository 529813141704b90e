using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Keys;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Eudiplo.Interop.Tests.Running;

/// <summary>
/// A gateway as users start it, with the demo tenant as it comes, and copies of it that send their presentation requests in other forms.
/// </summary>
/// <param name="messages">Where the output of the run is written.</param>
public sealed class InteropGateway(IMessageSink messages) : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("eudiplo-interop-").FullName;
    private GatewayProcess? _gateway;
    private LibraryWallet? _wallet;

    /// <summary>The URL of the server.</summary>
    public Uri Url => _gateway!.Url;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (WalletPackage.Missing is { } missing)
        {
            messages.OnMessage(new DiagnosticMessage(missing));
            return;
        }

        WalletPackage.EnsureInstalled();
        var tenants = Directory.CreateDirectory(Path.Combine(_directory, "tenants")).FullName;
        var demo = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "tenants", "demo.json")))!.AsObject();
        var attester = EcKey.Generate();
        await File.WriteAllTextAsync(Path.Combine(_directory, "attester.jwk.json"), attester.PrivateJwk().ToJsonString());
        foreach (var tenant in InteropTenants.All(demo, attester.PublicJwk()))
        {
            await File.WriteAllTextAsync(Path.Combine(tenants, $"{(string)tenant["tenantId"]!}.json"), tenant.ToJsonString());
        }

        await File.WriteAllTextAsync(Path.Combine(_directory, "stranger.jwk.json"), EcKey.Generate().PrivateJwk().ToJsonString());
        _gateway = await GatewayProcess.StartAsync(GatewayProcess.FreeUrl(), _directory, ("Eudiplo__Tenants__Directory", tenants));
        _wallet = LibraryWallet.Start();
    }

    /// <summary>Runs the wallet for a credential of a tenant.</summary>
    internal Task<WalletRun> RunWalletAsync(string tenant, string credential, params string[] more)
    {
        var demo = Path.Combine(_directory, "data", "demo");
        return _wallet!.RunAsync(
        [
            "--issuer", new Uri(Url, tenant).AbsoluteUri,
            "--credential", credential,
            "--backend", Path.Combine(demo, "backend-client.json"),
            "--pid-issuer-key", more.Contains("--stranger") ? Path.Combine(_directory, "stranger.jwk.json") : Path.Combine(demo, "pid-issuer.jwk.json"),
            .. more.Contains("--attested") ? ["--attester-key", Path.Combine(_directory, "attester.jwk.json")] : Array.Empty<string>(),
            .. more.Except(["--stranger", "--attested"]),
        ]);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_wallet is not null)
        {
            await _wallet.DisposeAsync();
        }

        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }
}
