using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Protocol.Jose;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Grants;

public sealed class IntrospectionTests
{
    private static readonly Action<JsonObject> Jwt = d => d["tokens"] = new JsonObject { ["accessTokenFormat"] = "jwt" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_live_access_token_is_told_with_all_that_a_resource_server_needs(bool jwt)
    {
        await using var host = new SessionHost(new TestTenants(jwt ? Jwt : null));
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync(grant.Command with
        {
            DpopThumbprint = "the-key",
            AuthorizationDetails = """[{"type":"openid_credential","credential_configuration_id":"web"}]""",
        });
        var answer = JsonNode.Parse((await grant.IntrospectAsync(tokens.AccessToken)).Json!)!;

        Assert.True((bool)answer["active"]!);
        Assert.Equal("https://issuer.example/acme", (string?)answer["iss"]);
        Assert.Equal("wallet", (string?)answer["client_id"]);
        Assert.Equal("user-1", (string?)answer["sub"]);
        Assert.Equal("openid plain_scope", (string?)answer["scope"]);
        Assert.Equal("DPoP", (string?)answer["token_type"]);
        Assert.Equal("the-key", (string?)answer["cnf"]!["jkt"]);
        Assert.Equal("web", (string?)answer["authorization_details"]![0]!["credential_identifiers"]![0]);
        Assert.Equal(600, (long)answer["exp"]! - (long)answer["iat"]!);
    }

    [Fact]
    public async Task Nothing_is_told_of_a_token_that_is_not_alive()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(600));

        Assert.Equal("""{"active":false}""", System.Text.Encoding.UTF8.GetString((await grant.IntrospectAsync(tokens.AccessToken)).Json!));
        Assert.False(await grant.IsActiveAsync(new SecretText("garbage")));
        Assert.False(await grant.IsActiveAsync(new SecretText(new string('A', 64))));
        Assert.False(await grant.IsActiveAsync(new SecretText("a.b.c")));
        Assert.False(await grant.IsActiveAsync(new SecretText(new string('A', 100_000))));
    }

    [Fact]
    public async Task Tokens_of_another_tenant_are_inactive()
    {
        await using var host = new SessionHost(new TestTenants(Jwt));
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();

        Assert.True(await grant.IsActiveAsync(tokens.AccessToken));
        Assert.False(await grant.IsActiveAsync(tokens.AccessToken, "other"));
        Assert.False(await grant.IsActiveAsync(tokens.RefreshToken, "other"));
    }

    [Fact]
    public async Task Only_a_resource_server_that_authenticates_may_ask()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var token = (await grant.CreateAsync()).AccessToken;

        Assert.Equal(401, (await grant.IntrospectAsync(token, PresentedCredentials.None)).Error?.Status);
        Assert.Equal(401, (await grant.IntrospectAsync(token, new PresentedCredentials { ClientId = "wallet" })).Error?.Status);
        Assert.Equal(401, (await grant.IntrospectAsync(token, TestWallet.Basic("resource-server", "wrong"))).Error?.Status);
        Assert.Equal(401, (await grant.IntrospectAsync(token, TestWallet.Basic("nobody", "wrong"))).Error?.Status);
        Assert.Equal(403, (await grant.IntrospectAsync(token, TestWallet.Backend)).Error?.Status);
    }

    [Fact]
    public async Task A_signed_answer_is_for_one_resource_server_and_verifies_with_the_tenants_keys()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var token = (await grant.CreateAsync()).AccessToken;
        var jwt = (await grant.IntrospectAsync(token, asJwt: true)).Jwt!.Value;

        var claims = await VerifyAsync(host, jwt, "token-introspection+jwt");
        Assert.Equal("resource-server", claims.GetProperty("aud").GetString());
        Assert.True(claims.GetProperty("token_introspection").GetProperty("active").GetBoolean());
        Assert.False(claims.TryGetProperty("exp", out _));
    }

    [Fact]
    public async Task The_newest_refresh_token_is_active_and_an_exchanged_one_is_not()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync();
        Assert.True(await grant.IsActiveAsync(first.RefreshToken));
        var second = await grant.RefreshAsync(first);
        Assert.False(await grant.IsActiveAsync(first.RefreshToken));
        Assert.True(await grant.IsActiveAsync(second.RefreshToken));
    }

    [Fact]
    public async Task Neither_the_jti_of_a_jwt_alone_nor_a_forged_signature_is_a_token()
    {
        await using var host = new SessionHost(new TestTenants(Jwt));
        var grant = new TestGrant(host);
        var jwt = (await grant.CreateAsync()).AccessToken!.Value;
        var claims = await VerifyAsync(host, jwt, "at+jwt");
        using var stranger = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var keyId = CompactJws.Parse(jwt, JwsLimits.Default, out _)!.KeyId;
        var forged = JwsSigner.Create(stranger, keyId).Sign("at+jwt", System.Text.Encoding.UTF8.GetBytes(claims.GetRawText()));

        Assert.False(await grant.IsActiveAsync(new SecretText(claims.GetProperty("jti").GetString()!)));
        Assert.False(await grant.IsActiveAsync(new SecretText(forged)));
        Assert.False(await grant.IsActiveAsync(new SecretText(jwt[..^4] + "AAAA")));
        Assert.True(await grant.IsActiveAsync(new SecretText(jwt)));
    }

    internal static async Task<JsonElement> VerifyAsync(SessionHost host, string jwt, string type, string tenant = SessionHost.Tenant)
    {
        var jwks = await host.Grains.GetGrain<ITenantKeysGrain>(tenant).GetJwksAsync();
        Assert.True(JwkSet.TryParse(System.Text.Encoding.UTF8.GetString(jwks!), out var keys));
        var jws = CompactJws.Parse(jwt, JwsLimits.Default, out _)!;
        Assert.True(jws.IsType(type));
        Assert.Equal(JwsError.None, jws.Verify(keys.Keys.Single(k => k.KeyId == jws.KeyId), JwsAlgorithms.ES256));
        Assert.True(jws.TryReadClaims(out var claims));
        return claims;
    }
}
