using System.Text.Json;
using System.Text.Json.Nodes;
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
    public async Task Ways_to_authenticate_are_named_if_a_client_can_use_them()
    {
        await using var demo = await GatewayHost.StartAsync();
        await using var closed = await GatewayHost.StartWithAsync(tenant =>
        {
            tenant["allowUnregisteredClients"] = false;
            tenant["clients"]!.AsArray().Clear();
            tenant["clients"]!.AsArray().Add(new JsonObject
            {
                ["clientId"] = "signer",
                ["tokenEndpointAuthMethod"] = "private_key_jwt",
                ["jwks"] = new JsonObject { ["keys"] = new JsonArray(WalletSimulator.Keys.EcKey.Generate().PublicJwk()) },
            });
        });

        Assert.Equal(["none", "client_secret_basic", "client_secret_post"], await MethodsAsync(demo));
        Assert.Equal(["private_key_jwt"], await MethodsAsync(closed));
        Assert.Equal(await MethodsAsync(demo), await MethodsAsync(demo, "revocation"));
        Assert.Equal(["client_secret_basic", "client_secret_post"], await MethodsAsync(demo, "introspection"));
    }

    [Fact]
    public async Task Metadata_says_what_the_authorization_endpoint_takes_and_how_it_answers()
    {
        await using var host = await GatewayHost.StartAsync();
        using var json = JsonDocument.Parse(await host.Http.GetStringAsync("/.well-known/oauth-authorization-server/demo"));

        Assert.False(json.RootElement.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.True(json.RootElement.GetProperty("require_pushed_authorization_requests").GetBoolean());
        Assert.Equal("query", Assert.Single(json.RootElement.GetProperty("response_modes_supported").EnumerateArray()).GetString());
        using var plain = await host.Http.GetAsync("/demo/oid4vci/authorize?response_type=code&client_id=wallet&redirect_uri=https%3A%2F%2Fwallet.example%2Fcb");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, plain.StatusCode);
    }

    [Fact]
    public async Task Metadata_says_that_answers_name_the_issuer_and_which_proofs_are_taken()
    {
        await using var host = await GatewayHost.StartAsync();
        var json = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/oauth-authorization-server/demo"))!;

        Assert.True(json["authorization_response_iss_parameter_supported"]!.GetValue<bool>());
        Assert.Equal(["ES256", "ES384", "ES512"], json["dpop_signing_alg_values_supported"]!.AsArray().Select(a => a!.GetValue<string>()).Order());
        Assert.Equal(["en", "de"], json["ui_locales_supported"]!.AsArray().Select(l => l!.GetValue<string>()));
    }

    private static async Task<IEnumerable<string>> MethodsAsync(GatewayHost host, string endpoint = "token")
    {
        var json = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/oauth-authorization-server/demo"))!;
        return [.. json[$"{endpoint}_endpoint_auth_methods_supported"]!.AsArray().Select(m => m!.GetValue<string>())];
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
