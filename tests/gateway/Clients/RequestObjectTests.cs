using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Clients;

/// <summary>Signed request objects (RFC 9101) at the interactive endpoint, and pushed ones (RFC 9126).</summary>
public sealed class RequestObjectTests
{
    [Theory]
    [InlineData("redirect_to_web", "type", "redirect_to_web")]
    [InlineData("urn:openid:dcp:iae:redirect_to_web", "type", "urn:openid:dcp:iae:redirect_to_web")]
    [InlineData("urn:openid:dcp:ia:auth_via_web", "interaction_type_required", "urn:openid:dcp:ia:auth_via_web")]
    public async Task A_signed_request_is_answered_in_the_dialect_of_the_types_inside_it(string types, string member, string type)
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);

        var reply = await SendAsync(host, client, RequestObject(client, (_, p) => p["interaction_types_supported"] = types));

        Assert.Equal(type, reply.Member(member));
    }

    [Fact]
    public async Task Parameters_outside_of_the_object_do_not_count()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        KeyValuePair<string, string>[] outside =
        [
            new("client_id", "signer"), new("request", RequestObject(client, (_, p) => p.Remove("response_type"))), new("response_type", "code"),
        ];

        var reply = await SignedClient.PostAsync(host, host.Endpoints().InteractiveAuthorization, outside);

        Assert.Equal("invalid_request", reply.Error);
        Assert.Contains("response_type", reply.Member("error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alg none")]
    [InlineData("an HMAC with the public key")]
    [InlineData("the client as subject")]
    [InlineData("a state that is a number")]
    [InlineData("another issuer")]
    [InlineData("another client_id")]
    [InlineData("another audience")]
    [InlineData("expired")]
    [InlineData("no exp")]
    [InlineData("no jti")]
    [InlineData("another typ")]
    [InlineData("a request inside")]
    [InlineData("another key")]
    [InlineData("tampered")]
    [InlineData("nonsense")]
    public async Task An_object_that_fails_a_check_is_refused(string what)
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var text = what switch
        {
            "nonsense" => "x.y.z",
            "an HMAC with the public key" => client.WithHmac([], Claims(client)),
            "another key" => RequestObject(new SignedClient("signer")),
            "tampered" => CompactJws.TamperSignature(RequestObject(client)),
            "alg none" => CompactJws.Unsecured(new JsonObject { ["alg"] = "none" }, Claims(client)),
            _ => RequestObject(client, (h, p) =>
            {
                switch (what)
                {
                    case "another issuer": p["iss"] = "another"; break;
                    case "another client_id": p["client_id"] = "another"; break;
                    case "another audience": p["aud"] = "https://issuer.example/second"; break;
                    case "expired": p["exp"] = p["exp"]!.GetValue<long>() - 600; break;
                    case "no exp": p.Remove("exp"); break;
                    case "no jti": p.Remove("jti"); break;
                    case "the client as subject": p["sub"] = client.ClientId; break;
                    case "a state that is a number": p["state"] = 7; break;
                    case "another typ": h["typ"] = "dpop+jwt"; break;
                    case "a request inside": p["request_uri"] = "urn:x"; break;
                }
            }),
        };

        foreach (var endpoint in new[] { "authorize/interactive", "authorize/challenge", "par" })
        {
            var reply = await SignedClient.PostAsync(
                host, new Uri($"https://issuer.example/demo/oid4vci/{endpoint}"), [new("client_id", client.ClientId), new("request", text)]);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request_object"), (reply.Status, reply.Error));
        }
    }

    [Fact]
    public async Task An_object_that_one_endpoint_took_is_taken_by_no_other()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var text = RequestObject(client);
        KeyValuePair<string, string>[] request = [new("client_id", client.ClientId), new("request", text)];

        Assert.Equal(HttpStatusCode.Created, (await SignedClient.PostAsync(host, new Uri("https://issuer.example/demo/oid4vci/par"), request)).Status);
        Assert.Equal("invalid_request_object", (await SendAsync(host, client, text)).Error);
    }

    [Fact]
    public async Task An_object_is_used_once_and_only_by_clients_with_keys()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var text = RequestObject(client);

        Assert.Null((await SendAsync(host, client, text)).Error);
        Assert.Equal("invalid_request_object", (await SendAsync(host, client, text)).Error);
        var stranger = new SignedClient("stranger");
        Assert.Equal("invalid_request_object", (await SendAsync(host, stranger, RequestObject(stranger))).Error);
    }

    [Fact]
    public async Task A_pushed_request_gets_a_request_uri_and_nothing_that_a_wallet_could_go_on_with()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var (par, pkce) = (new Uri("https://issuer.example/demo/oid4vci/par"), Pkce.Generate());

        foreach (var parameters in new KeyValuePair<string, string>[][]
            { [.. client.Initial(host, pkce)], [new("client_id", "signer"), new("request", RequestObject(client))] })
        {
            var reply = await SignedClient.PostAsync(host, par, parameters);
            Assert.Equal(HttpStatusCode.Created, reply.Status);
            Assert.Equal(["request_uri", "expires_in"], reply.Json.Select(m => m.Key));
            Assert.StartsWith("urn:ietf:params:oauth:request_uri:", reply.Member("request_uri"), StringComparison.Ordinal);
            Assert.InRange(reply.Json["expires_in"]!.GetValue<int>(), 5, 600);
        }
    }

    [Fact]
    public async Task What_has_no_place_in_a_pushed_request_is_refused()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        await using var without = await GatewayHost.StartWithAsync(tenant => tenant["pushedAuthorizationRequests"] = false);
        var (par, pkce) = (new Uri("https://issuer.example/demo/oid4vci/par"), Pkce.Generate());
        KeyValuePair<string, string>[] request = [.. client.Initial(host, pkce)];

        Assert.Equal("invalid_request", (await SignedClient.PostAsync(host, par, [.. request, new("request_uri", "urn:x")])).Error);
        Assert.Equal("invalid_request", (await SignedClient.PostAsync(host, par, request.Where(p => p.Key != "redirect_uri"))).Error);
        Assert.Equal("invalid_request", (await SignedClient.PostAsync(host, par, [.. request.Where(p => p.Key != "redirect_uri"), new("redirect_uri", "https://wallet.example/cb2")])).Error);
        Assert.Equal(HttpStatusCode.NotFound, (await SignedClient.PostAsync(without, par, host.Wallet().RequestFor("web-credential", pkce).Parameters())).Status);
    }

    [Fact]
    public async Task Metadata_names_the_pushed_endpoint_and_request_objects_where_they_are_on()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        await using var without = await GatewayHost.StartWithAsync(tenant => tenant["pushedAuthorizationRequests"] = false);
        var (on, off) = (await MetadataAsync(host), await MetadataAsync(without));

        Assert.Equal("https://issuer.example/demo/oid4vci/par", on["pushed_authorization_request_endpoint"]!.GetValue<string>());
        Assert.True(on["require_pushed_authorization_requests"]!.GetValue<bool>());
        Assert.False(on["require_interactive_authorization_request"]!.GetValue<bool>());
        Assert.True(off["require_interactive_authorization_request"]!.GetValue<bool>());
        Assert.DoesNotContain("none", on["request_object_signing_alg_values_supported"]!.AsArray().Select(a => a!.GetValue<string>()));
        Assert.False(off.ContainsKey("pushed_authorization_request_endpoint"));
        Assert.False(off.ContainsKey("require_pushed_authorization_requests"));
        Assert.False(off.ContainsKey("request_parameter_supported"));
    }

    private static async Task<JsonObject> MetadataAsync(GatewayHost host) =>
        (JsonObject)JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/oauth-authorization-server/demo"))!;

    private static Task<SignedReply> SendAsync(GatewayHost host, SignedClient client, string requestObject) =>
        SignedClient.PostAsync(host, host.Endpoints().InteractiveAuthorization, [new("client_id", client.ClientId), new("request", requestObject)]);

    private static string RequestObject(SignedClient client, Action<JsonObject, JsonObject>? adjust = null)
    {
        var (header, payload) = (new JsonObject { ["alg"] = "ES256", ["typ"] = "oauth-authz-req+jwt" }, Claims(client));
        adjust?.Invoke(header, payload);
        return CompactJws.Sign(header, payload, client.Key);
    }

    private static JsonObject Claims(SignedClient client) => new()
    {
        ["iss"] = client.ClientId,
        ["client_id"] = client.ClientId,
        ["aud"] = SignedClient.Issuer,
        ["jti"] = Guid.NewGuid().ToString(),
        ["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60,
        ["response_type"] = "code",
        ["redirect_uri"] = "https://wallet.example/cb",
        ["code_challenge"] = Pkce.Generate().Challenge,
        ["code_challenge_method"] = "S256",
        ["authorization_details"] = JsonNode.Parse("""[{"type":"openid_credential","credential_configuration_id":"web-credential"}]"""),
        ["interaction_types_supported"] = "openid4vp_presentation,redirect_to_web",
    };

    private static Task<GatewayHost> StartAsync(SignedClient client) => GatewayHost.StartWithAsync(tenant =>
    {
        tenant["clients"]!.AsArray().Add(new JsonObject
        {
            ["clientId"] = client.ClientId,
            ["jwks"] = new JsonObject { ["keys"] = new JsonArray(client.Key.PublicJwk()) },
            ["redirectUris"] = new JsonArray("https://wallet.example/cb"),
        });
    });
}
