using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.OAuth;

namespace Eudiplo.Gateway.Tests.Clients;

/// <summary><c>private_key_jwt</c> (RFC 7523): at every endpoint that takes clients.</summary>
public sealed class PrivateKeyJwtTests
{
    private const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    [Fact]
    public async Task A_client_that_signs_goes_from_the_first_request_to_the_token()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var (pkce, urls) = (Pkce.Generate(), host.Endpoints());

        var web = await SignedClient.PostAsync(host, urls.InteractiveAuthorization, With(client.Initial(host, pkce), client.Assertion()));
        var alone = await SignedClient.PostAsync(host, urls.InteractiveAuthorization, FollowUp(web.AuthSession!, pkce));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (alone.Status, alone.Error));
        var done = await SignedClient.PostAsync(host, urls.InteractiveAuthorization, With(FollowUp(web.AuthSession!, pkce), client.Assertion()));
        var tokens = await SignedClient.PostAsync(host, urls.Token, With(
            [new("grant_type", "authorization_code"), new("code", done.Code!), new("code_verifier", pkce.Verifier)],
            client.Assertion((_, p) => p["aud"] = urls.Token.ToString())));

        Assert.Equal("Bearer", tokens.Member("token_type"));
    }

    [Fact]
    public async Task A_follow_up_whose_answer_was_lost_is_answered_again_to_the_same_request_with_a_new_assertion()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var (pkce, address) = (Pkce.Generate(), host.Endpoints().InteractiveAuthorization);
        var web = await SignedClient.PostAsync(host, address, With(client.Initial(host, pkce), client.Assertion()));
        var followUp = FollowUp(web.AuthSession!, pkce);

        var first = await SignedClient.PostAsync(host, address, With(followUp, client.Assertion()));
        var again = await SignedClient.PostAsync(host, address, With(followUp, client.Assertion()));
        var another = await SignedClient.PostAsync(host, address, With([.. followUp, new("x", "y")], client.Assertion()));

        Assert.NotNull(first.Code);
        Assert.Equal(first.Code, again.Code);
        Assert.Equal("invalid_auth_session", another.Error);
    }

    [Fact]
    public async Task An_assertion_is_used_once()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var assertion = client.Assertion();

        Assert.Null((await BeginAsync(host, client, assertion)).Error);
        Assert.Equal("invalid_client", (await BeginAsync(host, client, assertion)).Error);
    }

    [Theory]
    [InlineData("another issuer")]
    [InlineData("another subject")]
    [InlineData("another audience")]
    [InlineData("no audience")]
    [InlineData("expired")]
    [InlineData("too long a life")]
    [InlineData("no exp")]
    [InlineData("no jti")]
    [InlineData("alg none")]
    [InlineData("made to be a request object")]
    [InlineData("an HMAC with the public key")]
    [InlineData("another key")]
    [InlineData("tampered")]
    [InlineData("nonsense")]
    public async Task An_assertion_that_fails_a_check_is_refused(string what)
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        var assertion = what switch
        {
            "another key" => new SignedClient("signer").Assertion(),
            "tampered" => CompactJws.TamperSignature(client.Assertion()),
            "nonsense" => "a.b.c",
            "an HMAC with the public key" => client.WithHmac([], CompactJws.Payload(client.Assertion())),
            _ => client.Assertion((h, p) =>
            {
                switch (what)
                {
                    case "another issuer": p["iss"] = "another"; break;
                    case "another subject": p["sub"] = "another"; break;
                    case "another audience": p["aud"] = "https://issuer.example/second"; break;
                    case "no audience": p.Remove("aud"); break;
                    case "expired": p["exp"] = p["exp"]!.GetValue<long>() - 600; break;
                    case "too long a life": p["exp"] = p["exp"]!.GetValue<long>() + 86_400; break;
                    case "no exp": p.Remove("exp"); break;
                    case "no jti": p.Remove("jti"); break;
                    case "alg none": h["alg"] = "none"; break;
                    case "made to be a request object": h["typ"] = "oauth-authz-req+jwt"; break;
                }
            }),
        };

        var reply = await BeginAsync(host, client, assertion);

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (reply.Status, reply.Error));
    }

    [Fact]
    public async Task A_client_presents_itself_in_one_way_only()
    {
        var client = new SignedClient("signer");
        await using var host = await StartAsync(client);
        KeyValuePair<string, string>[] both = [.. With(client.Initial(host, Pkce.Generate()), client.Assertion()), new("client_secret", "x")];

        Assert.Equal("invalid_request", (await SignedClient.PostAsync(host, host.Endpoints().InteractiveAuthorization, both)).Error);
    }

    private static Task<SignedReply> BeginAsync(GatewayHost host, SignedClient client, string assertion) =>
        SignedClient.PostAsync(host, host.Endpoints().InteractiveAuthorization, With(client.Initial(host, Pkce.Generate()), assertion));

    private static IEnumerable<KeyValuePair<string, string>> With(IEnumerable<KeyValuePair<string, string>> parameters, string assertion) =>
        [.. parameters, new("client_assertion_type", Type), new("client_assertion", assertion)];

    private static KeyValuePair<string, string>[] FollowUp(string authSession, Pkce pkce) =>
        [new("auth_session", authSession), new("code_verifier", pkce.Verifier)];

    private static Task<GatewayHost> StartAsync(SignedClient client) => GatewayHost.StartWithAsync(tenant => tenant["clients"]!.AsArray().Add(new JsonObject
    {
        ["clientId"] = client.ClientId,
        ["tokenEndpointAuthMethod"] = "private_key_jwt",
        ["jwks"] = new JsonObject { ["keys"] = new JsonArray(client.Key.PublicJwk()) },
        ["redirectUris"] = new JsonArray("https://wallet.example/cb"),
    }));
}
