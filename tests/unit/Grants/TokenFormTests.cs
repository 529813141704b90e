using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Grants;

public sealed class TokenFormTests
{
    private static readonly Action<JsonObject> Jwt = d => d["tokens"] = new JsonObject { ["accessTokenFormat"] = "jwt" };

    [Fact]
    public async Task A_JWT_access_token_has_the_claims_of_RFC_9068()
    {
        await using var host = new SessionHost(new TestTenants(Jwt));
        var grant = new TestGrant(host);
        var claims = await IntrospectionTests.VerifyAsync(host, (await grant.CreateAsync(grant.Command with { DpopThumbprint = "k" })).AccessToken!.Value, "at+jwt");

        Assert.Equal("https://issuer.example/acme", claims.GetProperty("iss").GetString());
        Assert.Equal("https://issuer.example/acme", claims.GetProperty("aud").GetString());
        Assert.Equal("user-1", claims.GetProperty("sub").GetString());
        Assert.Equal("wallet", claims.GetProperty("client_id").GetString());
        Assert.Equal(600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.True(claims.TryGetString("jti", out _));
        Assert.Equal("k", claims.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task An_ID_token_comes_with_the_scope_openid_only()
    {
        await using var host = new SessionHost();
        var with = await new TestGrant(host).CreateAsync(new TestGrant(host).Command with { Nonce = "n-1" });
        var without = await new TestGrant(host).CreateAsync(new TestGrant(host).Command with { Scope = "plain_scope" });
        Assert.Null(without.IdToken);

        var claims = await IntrospectionTests.VerifyAsync(host, with.IdToken!.Value, "JWT");
        Assert.Equal("wallet", claims.GetProperty("aud").GetString());
        Assert.Equal("n-1", claims.GetProperty("nonce").GetString());
        Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeSeconds(), claims.GetProperty("auth_time").GetInt64());
        Assert.Equal(
            StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(with.AccessToken!.Value)).AsSpan(0, 16)),
            claims.GetProperty("at_hash").GetString());
    }

    [Fact]
    public async Task A_wallet_that_asks_for_openid_beside_a_credential_gets_an_ID_token_with_its_nonce()
    {
        await using var host = new SessionHost();
        var wallet = new TestWallet(host);
        var first = await wallet.BeginAsync(wallet.Request("web") with { Scope = "openid unknown", Nonce = "n-2" });
        await wallet.ConfirmAsync();
        var tokens = await wallet.RedeemAsync((await wallet.ContinueAsync(wallet.Verify(first))).Code!.Value);

        Assert.Equal("openid", tokens.Scope);
        var claims = await IntrospectionTests.VerifyAsync(host, tokens.IdToken!.Value, "JWT");
        Assert.Equal("n-2", claims.GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task A_refreshed_ID_token_keeps_auth_time_and_has_no_nonce()
    {
        await using var host = new SessionHost();
        var grant = new TestGrant(host);
        var first = await grant.CreateAsync(grant.Command with { Nonce = "n-1" });
        var authTime = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var claims = await IntrospectionTests.VerifyAsync(host, (await grant.RefreshAsync(first)).IdToken!.Value, "JWT");

        Assert.Equal(authTime, claims.GetProperty("auth_time").GetInt64());
        Assert.Equal(authTime + 300, claims.GetProperty("iat").GetInt64());
        Assert.False(claims.TryGetProperty("nonce", out _));
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("jwt")]
    public async Task A_grant_is_opened_by_its_code_access_token_ID_token_and_refresh_token(string format)
    {
        await using var host = new SessionHost(new TestTenants(d => d["tokens"] = new JsonObject { ["accessTokenFormat"] = format }));
        var wallet = new TestWallet(host);
        var code = await wallet.CodeOfWebFlowAsync();
        var tokens = await wallet.RedeemAsync(code);
        var grant = host.Grant(wallet.SessionId);
        Assert.Null(await grant.OpenAsync(GrantTokenKind.IdToken, tokens.AccessToken!, withSubject: false));

        Assert.NotNull(await grant.OpenAsync(GrantTokenKind.Code, new SecretText(code), withSubject: false));
        Assert.NotNull(await grant.OpenAsync(GrantTokenKind.AccessToken, tokens.AccessToken!, withSubject: false));
        Assert.NotNull(await grant.OpenAsync(GrantTokenKind.RefreshToken, tokens.RefreshToken!, withSubject: false));

        var openId = new TestGrant(host);
        var idToken = (await openId.CreateAsync()).IdToken!;
        var view = await host.Grant(openId.Id).OpenAsync(GrantTokenKind.IdToken, idToken, withSubject: true);
        Assert.Equal("user-1", view?.Subject);
        Assert.Null((await host.Grant(openId.Id).OpenAsync(GrantTokenKind.IdToken, idToken, withSubject: false))?.Subject);
        Assert.Null(await host.Grant(openId.Id).OpenAsync(GrantTokenKind.AccessToken, idToken, withSubject: false));
        Assert.Null(await host.Grant(openId.Id).OpenAsync(GrantTokenKind.IdToken, new SecretText(idToken.Value[..^4] + "AAAA"), withSubject: false));
    }

    [Fact]
    public async Task An_ID_token_is_no_access_token()
    {
        await using var host = new SessionHost(new TestTenants(Jwt));
        var grant = new TestGrant(host);
        var tokens = await grant.CreateAsync();

        Assert.False(await grant.IsActiveAsync(tokens.IdToken));
    }
}
