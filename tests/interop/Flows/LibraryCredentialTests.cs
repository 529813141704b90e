using Eudiplo.Interop.Tests.Running;

namespace Eudiplo.Interop.Tests.Flows;

/// <summary>With its token, the wallet gets a credential that a library of others finds genuine, and tells the issuer so.</summary>
[Collection(InteropCollection.Name)]
public sealed class LibraryCredentialTests(InteropGateway gateway)
{
    [NodeTheory]
    [InlineData("unsigned", "scope", "--encrypted-reply")]
    [InlineData("unsigned", "details", null)]
    [InlineData("dpop", "scope", "--dpop")]
    public async Task A_credential_is_bound_to_the_wallets_key_and_says_what_was_presented(string tenant, string authorization, string? option)
    {
        string[] options = option is null ? [] : [option];

        var run = await gateway.RunWalletAsync(tenant, "citizen-credential", ["--authorization", authorization, "--retrieve", .. options]);

        Assert.True(run.Steps.TakeLast(3).SequenceEqual(["token", "credential", "notification"]), run.ToString());
        Assert.Equal("dc+sd-jwt", (string?)run["credential"]["typ"]);
        Assert.True((bool)run["credential"]["bound"]!);
        var payload = run["credential"]["payload"]!;
        Assert.Equal(new Uri(gateway.Url, tenant).AbsoluteUri, (string?)payload["iss"]);
        Assert.Equal("https://credentials.demo.example/citizen", (string?)payload["vct"]);
        Assert.Equal("Jean-Zoë", (string?)payload["given_name"]);
        Assert.Equal("Ångström", (string?)payload["family_name"]);
        Assert.Equal("1971-02-03", (string?)payload["birthdate"]);
    }

    [NodeFact]
    public async Task A_credential_says_what_the_backend_told_of_the_web_step()
    {
        var run = await gateway.RunWalletAsync("unsigned", "organization-credential", "--retrieve");

        Assert.True(run.Steps.TakeLast(2).SequenceEqual(["credential", "notification"]), run.ToString());
        Assert.Equal("Köln & Söhne", (string?)run["credential"]["payload"]!["organization"]);
        Assert.Equal("Ångström", (string?)run["credential"]["payload"]!["family_name"]);
    }
}
