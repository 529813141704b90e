using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Flows;
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
