using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Offers;
using Eudiplo.Grains.Clients;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Tokens;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Grants;

/// <summary>Where proofs are demanded (RFC 9449, section 5.2), no grant type gives a bearer token.</summary>
public sealed class RequiredDpopTests
{
    private const string Secret = "a-secret-that-only-the-service-knows-0123456789-";
    private const string Thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

    public static TheoryData<string, bool> Demands => new()
    {
        { "client_credentials", true }, { "client_credentials", false },
        { "jwt-bearer", true }, { "jwt-bearer", false },
        { "pre-authorized_code", true }, { "pre-authorized_code", false },
        { "refresh_token", true }, { "refresh_token", false },
    };

    [Theory]
    [MemberData(nameof(Demands))]
    public async Task No_grant_type_gives_a_token_without_a_proof_where_the_tenant_or_the_client_needs_one(string grantType, bool byTenant)
    {
        using var key = new TestKey();
        await using var host = new SessionHost(new TestTenants(d => Demand(d, key, byTenant)));

        Assert.Equal("invalid_dpop_proof", (await RequestAsync(host, key, grantType, null)).Error?.Code);
        var bound = await RequestAsync(host, key, grantType, Thumbprint);
        Assert.Null(bound.Error);
        Assert.Equal("DPoP", bound.TokenType);
    }

    [Fact]
    public async Task Where_nobody_demands_a_proof_tokens_are_bearer_tokens()
    {
        using var key = new TestKey();
        await using var host = new SessionHost(new TestTenants(d => Demand(d, key, byTenant: null)));

        foreach (var grantType in new[] { "client_credentials", "jwt-bearer", "pre-authorized_code", "refresh_token" })
        {
            Assert.Equal("Bearer", (await RequestAsync(host, key, grantType, null)).TokenType);
        }
    }

    private static void Demand(JsonObject document, TestKey key, bool? byTenant)
    {
        document["dpop"] = new JsonObject { ["required"] = byTenant == true };
        document["clients"]!.AsArray().Add(new JsonObject
        {
            ["clientId"] = "service",
            ["tokenEndpointAuthMethod"] = "client_secret_basic",
            ["secretHash"] = ClientSecretHash.Of(Secret),
            ["permissions"] = new JsonArray("authorize", "client-credentials"),
            ["scopes"] = new JsonArray("read"),
            ["dpopBoundAccessTokens"] = byTenant == false,
        });
        document["assertionIssuers"] = new JsonArray(new JsonObject
        {
            ["issuer"] = "https://idp.example",
            ["jwks"] = new JsonObject { ["keys"] = new JsonArray(key.Jwk()) },
            ["scopes"] = new JsonArray("read"),
        });
    }

    private static async Task<TokenReply> RequestAsync(SessionHost host, TestKey key, string grantType, string? thumbprint)
    {
        var credentials = TestWallet.Basic("service", Secret);
        switch (grantType)
        {
            case "client_credentials":
                return await host.Grant(Guid.NewGuid()).RequestForClientAsync(new RequestClientGrant { Credentials = credentials, DpopThumbprint = thumbprint });
            case "jwt-bearer":
                var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
                var assertion = key.Sign("""{"alg":"ES256"}""", new JsonObject
                {
                    ["iss"] = "https://idp.example",
                    ["sub"] = "user-7",
                    ["aud"] = "https://issuer.example/acme",
                    ["exp"] = now + 120,
                    ["jti"] = Guid.NewGuid().ToString(),
                }.ToJsonString());
                return await host.Grant(BearerAssertion.Read(assertion)!.Id).RequestForClientAsync(
                    new RequestClientGrant { Credentials = credentials, DpopThumbprint = thumbprint, Assertion = new SecretText(assertion) });
            case "pre-authorized_code":
                var offer = host.Grains.GetGrain<ICredentialOfferGrain>($"{SessionHost.Tenant}/{Guid.NewGuid():N}");
                var made = await offer.CreateAsync(new CreateOffer { CredentialConfigurationIds = ["plain"] });
                var code = JsonNode.Parse(made.Offer!.Value)!["grants"]!["urn:ietf:params:oauth:grant-type:pre-authorized_code"]!["pre-authorized_code"]!;
                Assert.True(Capability.TryDecode((string)code!, out _, out var secret));
                return await offer.RedeemAsync(new RedeemOffer { Credentials = credentials, CodeSecret = new SecretText(secret), DpopThumbprint = thumbprint });
            default:
                var grant = new TestGrant(host, "service");
                var first = await grant.CreateAsync(grant.Command with { DpopThumbprint = thumbprint });
                return await host.Grant(grant.Id).RefreshAsync(TestGrant.Refresh(first.RefreshToken!.Value, credentials, dpop: thumbprint));
        }
    }
}
