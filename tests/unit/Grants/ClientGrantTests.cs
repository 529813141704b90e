using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Grants;
using Eudiplo.Protocol.Tokens;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Sessions;
using Orleans.Runtime;

namespace Eudiplo.Unit.Tests.Grants;

public sealed class ClientGrantTests
{
    private const string Secret = "a-secret-that-only-the-service-knows-0123456789-";

    private static readonly Action<JsonObject> WithService = d => d["clients"]!.AsArray().Add(new JsonObject
    {
        ["clientId"] = "service",
        ["tokenEndpointAuthMethod"] = "client_secret_basic",
        ["secretHash"] = ClientSecretHash.Of(Secret),
        ["permissions"] = new JsonArray("client-credentials"),
        ["scopes"] = new JsonArray("read", "write"),
    });

    [Fact]
    public async Task A_client_gets_tokens_for_itself_with_the_scopes_of_its_registration()
    {
        await using var host = new SessionHost(new TestTenants(WithService));
        var all = await RequestAsync(host, TestWallet.Basic("service", Secret));
        Assert.Equal("read write", all.Scope);
        Assert.Null(all.RefreshToken);
        Assert.Null(all.IdToken);
        Assert.Equal("read", (await RequestAsync(host, TestWallet.Basic("service", Secret), "read")).Scope);
        Assert.Equal("invalid_scope", (await RequestAsync(host, TestWallet.Basic("service", Secret), "read admin")).Error?.Code);
    }

    [Fact]
    public async Task Clients_without_authentication_or_permission_get_nothing_for_themselves()
    {
        await using var host = new SessionHost(new TestTenants(WithService));

        Assert.Equal("invalid_client", (await RequestAsync(host, TestWallet.Basic("service", "wrong"))).Error?.Code);
        Assert.Equal("unauthorized_client", (await RequestAsync(host, new PresentedCredentials { ClientId = "wallet" })).Error?.Code);
        Assert.Equal("unauthorized_client", (await RequestAsync(host, TestWallet.Basic("confidential", TestTenants.WalletSecret))).Error?.Code);
        Assert.Equal("invalid_request", (await RequestAsync(host, PresentedCredentials.None)).Error?.Code);
    }

    [Fact]
    public async Task An_assertion_is_exchanged_once()
    {
        using var key = new TestKey();
        await using var host = new SessionHost(new TestTenants(Trusting(key)));
        var assertion = Assertion(host, key);
        var tokens = await ExchangeAsync(host, assertion);

        Assert.Null(tokens.Error);
        Assert.Equal("read", tokens.Scope);
        Assert.Null(tokens.RefreshToken);
        Assert.Equal("invalid_grant", (await ExchangeAsync(host, assertion)).Error?.Code);
        host.Clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal("invalid_grant", (await ExchangeAsync(host, assertion)).Error?.Code);
    }

    [Fact]
    public async Task An_assertion_makes_no_second_grant_when_the_first_was_revoked_in_bulk()
    {
        using var key = new TestKey();
        await using var host = new SessionHost(new TestTenants(Trusting(key)));
        var assertion = Assertion(host, key);
        await ExchangeAsync(host, assertion);
        var row = GrainId.Create("grant", $"{SessionHost.Tenant}/{BearerAssertion.Read(assertion)!.Id:N}");
        Assert.True(host.Storage.Delete("grant", row));

        await using var other = new SessionHost(host.Tenants, host.Storage, host.Clock);
        Assert.Equal("invalid_grant", (await ExchangeAsync(other, assertion)).Error?.Code);
        Assert.Null(other.Storage.Peek<GrantState>("grant", row));
        Assert.Null((await ExchangeAsync(other, Assertion(other, key))).Error);
    }

    [Fact]
    public async Task An_ID_token_is_for_a_client_that_said_who_it_is()
    {
        using var key = new TestKey();
        await using var host = new SessionHost(new TestTenants(d =>
        {
            Trusting(key)(d);
            d["assertionIssuers"]![0]!["scopes"] = new JsonArray("openid");
        }));

        Assert.Null((await ExchangeAsync(host, Assertion(host, key))).IdToken);
        Assert.NotNull((await ExchangeAsync(host, Assertion(host, key), credentials: new PresentedCredentials { ClientId = "wallet" })).IdToken);
    }

    [Fact]
    public async Task An_assertion_raced_by_two_processes_makes_one_grant()
    {
        using var key = new TestKey();
        await using var one = new SessionHost(new TestTenants(Trusting(key)), sharesDatabase: true);
        await using var two = new SessionHost(one.Tenants, one.Storage, one.Clock, sharesDatabase: true);
        var assertion = Assertion(one, key);
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => SessionHost.Retrying(() => ExchangeAsync(i % 2 == 0 ? one : two, assertion)))));

        Assert.Single(replies, r => r.Error is null);
    }

    [Fact]
    public async Task An_assertion_must_be_signed_by_who_is_trusted_for_this_tenant_and_in_time()
    {
        using var key = new TestKey();
        using var stranger = new TestKey();
        await using var host = new SessionHost(new TestTenants(Trusting(key)));
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, stranger)));
        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, key, c => c["iss"] = "https://stranger.example")));
        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, key, c => c["aud"] = "https://issuer.example/other")));
        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, key, c => c["exp"] = now - 61)));
        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, key, c => c["exp"] = now + 86_400)));
        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, key, c => c["exp"] = 253_402_300_799)));
        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, key, c => c["nbf"] = now + 120)));
        Assert.Equal("invalid_grant", await ErrorAsync(Assertion(host, key, c => c["nbf"] = "soon")));
        Assert.Null(BearerAssertion.Read(Assertion(host, key, c => c.Remove("jti"))));
        Assert.Null(BearerAssertion.Read(Assertion(host, key, c => c["sub"] = 7)));
        Assert.Null(BearerAssertion.Read("no.jwt.here"));
        Assert.Equal("invalid_scope", (await ExchangeAsync(host, Assertion(host, key), "write")).Error?.Code);
        Assert.Equal("invalid_client", (await ExchangeAsync(host, Assertion(host, key), credentials: TestWallet.Basic("confidential", "wrong"))).Error?.Code);

        async Task<string?> ErrorAsync(string assertion) => (await ExchangeAsync(host, assertion)).Error?.Code;
    }

    private static Action<JsonObject> Trusting(TestKey key) => d => d["assertionIssuers"] = new JsonArray(new JsonObject
    {
        ["issuer"] = "https://idp.example",
        ["jwks"] = new JsonObject { ["keys"] = new JsonArray(key.Jwk()) },
        ["scopes"] = new JsonArray("read"),
    });

    private static string Assertion(SessionHost host, TestKey key, Action<JsonObject>? change = null)
    {
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = "https://idp.example",
            ["sub"] = "user-7",
            ["aud"] = "https://issuer.example/acme",
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = Guid.NewGuid().ToString(),
        };
        change?.Invoke(claims);
        return key.Sign("""{"alg":"ES256"}""", claims.ToJsonString());
    }

    private static Task<TokenReply> ExchangeAsync(SessionHost host, string assertion, string? scope = null, PresentedCredentials? credentials = null) =>
        host.Grant(BearerAssertion.Read(assertion)!.Id).RequestForClientAsync(new RequestClientGrant
        {
            Assertion = new SecretText(assertion),
            Scope = scope,
            Credentials = credentials ?? PresentedCredentials.None,
        });

    private static Task<TokenReply> RequestAsync(SessionHost host, PresentedCredentials credentials, string? scope = null) =>
        host.Grant(Guid.NewGuid()).RequestForClientAsync(new RequestClientGrant { Credentials = credentials, Scope = scope });
}
