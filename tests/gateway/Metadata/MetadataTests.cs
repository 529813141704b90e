using System.Text.Json;
using Eudiplo.Gateway.Tests.Hosting;

namespace Eudiplo.Gateway.Tests.Metadata;

public sealed class MetadataTests
{
    [Fact]
    public async Task Authorization_server_metadata_names_what_is_on_with_urls_of_the_configured_public_url()
    {
        await using var host = await GatewayHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-authorization-server/demo");
        request.Headers.Host = "evil.example";

        using var response = await host.Http.SendAsync(request);

        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("https://issuer.example/demo", json.RootElement.GetProperty("issuer").GetString());
        Assert.Equal("https://issuer.example/demo/oid4vci/authorize/interactive", json.RootElement.GetProperty("interactive_authorization_endpoint").GetString());
        Assert.Equal("https://issuer.example/demo/oid4vci/token", json.RootElement.GetProperty("token_endpoint").GetString());
        Assert.Equal("S256", Assert.Single(json.RootElement.GetProperty("code_challenge_methods_supported").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Credential_issuer_metadata_lists_the_credentials_of_the_tenant()
    {
        await using var host = await GatewayHost.StartAsync();

        using var json = JsonDocument.Parse(await host.Http.GetStringAsync("/.well-known/openid-credential-issuer/demo"));

        Assert.Equal("https://issuer.example/demo", json.RootElement.GetProperty("credential_issuer").GetString());
        Assert.Equal(
            [
                "browser-credential", "citizen-credential", "encrypted-credential", "guide-credential", "licence-credential",
                "organization-credential", "plain-credential", "web-credential",
            ],
            json.RootElement.GetProperty("credential_configurations_supported").EnumerateObject().Select(c => c.Name).Order(StringComparer.Ordinal));
    }
}
