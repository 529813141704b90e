using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Credentials;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Flows;
using Eudiplo.WalletSimulator.InteractiveAuthorization;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Gateway.Tests.Flows;

/// <summary>Every kind of presentation that the demo tenant asks for, by a wallet that holds a PID and a driving licence.</summary>
public sealed class DemoPresentationTests
{
    [Theory]
    [InlineData("citizen-credential", "iae_post")]
    [InlineData("encrypted-credential", "iae_post.jwt")]
    [InlineData("licence-credential", "iae_post")]
    public async Task The_demos_presentations_lead_to_a_token(string credential, string responseMode)
    {
        await using var host = await GatewayHost.StartAsync();
        var asked = await host.Wallet().StartAsync(credential, WalletSimulator.OAuth.Pkce.Generate());
        Assert.Equal(responseMode, (string?)asked.PresentationRequest!["response_mode"]);

        var outcome = await new WalletFlow(host.Wallet(), Wallet(host), TimeProvider.System).RunAsync(credential);

        Assert.Null(outcome.Failure);
        Assert.NotNull(outcome.Token?.AccessToken);
    }

    [Theory]
    [InlineData("citizen-credential", false, false)]
    [InlineData("encrypted-credential", false, true)]
    [InlineData("licence-credential", true, false)]
    [InlineData("organization-credential", true, true)]
    [InlineData("web-credential", false, false)]
    [InlineData("guide-credential", false, true)]
    [InlineData("plain-credential", true, false)]
    public async Task The_demos_credentials_are_in_the_wallet_at_the_end_verified_and_acknowledged(string credential, bool withDpop, bool encrypts)
    {
        await using var host = await GatewayHost.StartAsync();
        using var key = EcKey.Generate();
        var dpop = withDpop ? new WalletSimulator.OAuth.DpopProof(EcKey.Generate(), TimeProvider.System) : null;
        var client = new WalletClient(host.Http, host.Endpoints(), new BareDialect(), "wallet") { Dpop = dpop };
        var authorized = await new WalletFlow(client, Wallet(host), TimeProvider.System) { Backend = host.Backend(), WebResult = new JsonObject { ["company"] = "ACME" } }
            .RunAsync(credential);
        Assert.Null(authorized.Failure);
        var steps = new List<FlowStep>();
        var issuer = await CredentialIssuer.DiscoverAsync(host.Http, GatewayHost.PublicUrl, "demo");
        Assert.True(issuer.Issues(credential));

        var outcome = await new CredentialFlow(host.Http, issuer, TimeProvider.System) { ClientId = "wallet", Holder = key, Dpop = dpop, Encrypts = encrypts, Report = steps.Add }
            .RunAsync(authorized.Token!, credential);

        Assert.Null(outcome.Failure);
        Assert.Equal(["nonce", "credential", "verification", "notification"], steps.Select(s => s.Name));
        Assert.Equal(issuer.TypeOf(credential), (string?)outcome.Credential!.Claims["vct"]);
        Assert.Equal(encrypts, steps[1].Details.Any(d => d.Value.Contains("encrypted", StringComparison.Ordinal)));
        if (credential == "organization-credential")
        {
            Assert.Equal("ACME", (string?)outcome.Credential.Claims["organization"]);
        }
    }

    [Fact]
    public async Task What_the_demo_made_on_first_start_only_the_servers_user_can_read()
    {
        await using var host = await GatewayHost.StartAsync();

        var files = Directory.GetFiles(Path.Combine(host.Directory, "demo"));

        Assert.Contains(files, file => file.EndsWith("licence-issuer.jwk.json", StringComparison.Ordinal));
        foreach (var file in files)
        {
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }
    }

    internal static HolderWallet Wallet(GatewayHost host)
    {
        var holder = EcKey.Generate();
        return new HolderWallet(
            [
                new SdJwtHeldCredential(host.Demo.CreatePidIssuer(TimeProvider.System).Issue(DemoPid.For(holder))),
                new MdocHeldCredential(host.Demo.CreateLicenceIssuer(TimeProvider.System).Issue(DemoLicence.For(holder))),
            ],
            TimeProvider.System);
    }
}
