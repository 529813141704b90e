using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Unit.Tests.Grants;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Credentials;

public sealed class IssuanceTests
{
    // The example of RFC 7517, appendix A.1; and a point that is not on the curve.
    private const string Point =
        "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"";

    private const string Zero = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public async Task A_credential_says_what_the_steps_found_out_and_is_bound_to_the_wallets_key()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync();
        var reply = await issuance.IssueAsync(tokens, TestIssuance.Request(await issuance.ProofAsync(key)));
        Assert.Null(reply.Error);

        var (payload, claims) = await OpenAsync(host, Credentials(reply).Single());
        Assert.Equal("https://issuer.example/acme", (string?)payload["iss"]);
        Assert.Equal("https://credentials.example/issued", (string?)payload["vct"]);
        Assert.Equal(31_536_000, (long)payload["exp"]! - (long)payload["iat"]!);
        Assert.True(JsonNode.DeepEquals(key.Jwk(), payload["cnf"]!["jwk"]));
        Assert.Equal("https://status.example/1", (string?)payload["status"]!["status_list"]!["uri"]);
        Assert.Equal("""{"a":[1,2]}""", payload["kind"]!.ToJsonString());
        Assert.Null(payload["given_name"]);
        Assert.Single(payload["address"]!["_sd"]!.AsArray());
        Assert.Equal(
            new Dictionary<string, string> { ["given_name"] = "Erika", ["country"] = "DE", ["company"] = "ACME", ["level"] = "high" }.OrderBy(p => p.Key),
            claims.OrderBy(p => p.Key));
    }

    [Fact]
    public async Task A_batch_gives_a_credential_for_each_key_with_salts_and_status_of_its_own()
    {
        await using var host = new SessionHost();
        using var one = new TestKey();
        using var two = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync();
        var credentials = Credentials(await issuance.IssueAsync(
            tokens, TestIssuance.Request(await issuance.ProofAsync(one), await issuance.ProofAsync(two))));

        Assert.Equal(2, credentials.Count);
        Assert.Empty(credentials[0].Split('~', StringSplitOptions.RemoveEmptyEntries).Intersect(credentials[1].Split('~', StringSplitOptions.RemoveEmptyEntries)));
        var payloads = new[] { await OpenAsync(host, credentials[0]), await OpenAsync(host, credentials[1]) };
        Assert.Equal(2, payloads.Select(p => (int)p.Payload["status"]!["status_list"]!["idx"]!).Distinct().Count());
        Assert.Equal(2, payloads.Select(p => p.Payload["cnf"]!.ToJsonString()).Distinct().Count());
        Assert.Equal("invalid_proof", await ErrorAsync(issuance, tokens, TestIssuance.Request(await issuance.ProofAsync(one), await issuance.ProofAsync(one))));
    }

    [Fact]
    public async Task A_proof_that_breaks_a_rule_of_the_specification_is_refused()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        using var other = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync();
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var otherTenants = await issuance.NonceAsync("other");
        foreach (var (error, proof) in new (string, string)[]
        {
            ("invalid_proof", "garbage"),
            ("invalid_proof", await issuance.ProofAsync(key, header: h => h["typ"] = "JWT")),
            ("invalid_proof", await issuance.ProofAsync(key, header: h => h["alg"] = "none")),
            ("invalid_proof", await issuance.ProofAsync(key, header: h => h["alg"] = "HS256")),
            ("invalid_proof", await issuance.ProofAsync(key, header: h => h["kid"] = "k")),
            ("invalid_proof", await issuance.ProofAsync(key, header: h => h.Remove("jwk"))),
            ("invalid_proof", await issuance.ProofAsync(key, header: h => h["jwk"] = other.Jwk())),
            ("invalid_proof", await issuance.ProofAsync(key, header: h => h["jwk"]!["d"] = "AAAA")),
            ("invalid_proof", await issuance.ProofAsync(key, c => c["aud"] = "https://issuer.example/other")),
            ("invalid_proof", await issuance.ProofAsync(key, c => c["iss"] = "somebody-else")),
            ("invalid_proof", await issuance.ProofAsync(key, c => c["iat"] = now - 1_000)),
            ("invalid_proof", await issuance.ProofAsync(key, c => c["iat"] = now + 1_000)),
            ("invalid_proof", await issuance.ProofAsync(key, c => c.Remove("iat"))),
            ("invalid_proof", await issuance.ProofAsync(key, c => c["exp"] = now - 100)),
            ("invalid_proof", await issuance.ProofAsync(key, c => c["exp"] = "soon")),
            ("invalid_proof", await issuance.ProofAsync(key, c => c["nbf"] = now + 100)),
            ("invalid_proof", await issuance.ProofAsync(key, c => c.Remove("nonce"))),
            ("invalid_nonce", await issuance.ProofAsync(key, c => c["nonce"] = "made-up")),
            ("invalid_nonce", await issuance.ProofAsync(key, c => c["nonce"] = new string('A', 48))),
            ("invalid_nonce", await issuance.ProofAsync(key, c => c["nonce"] = otherTenants)),
        })
        {
            Assert.Equal(error, await ErrorAsync(issuance, tokens, TestIssuance.Request(proof)));
        }
    }

    [Fact]
    public async Task A_nonce_expires()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync();
        var proof = await issuance.ProofAsync(key);
        host.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Null(await ErrorAsync(issuance, tokens, TestIssuance.Request(proof)));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_nonce", await ErrorAsync(issuance, tokens, TestIssuance.Request(proof)));
    }

    [Theory]
    [InlineData("""{}""", "invalid_credential_request")]
    [InlineData("""[]""", "invalid_credential_request")]
    [InlineData("""{"credential_identifier":"issued","credential_configuration_id":"issued"}""", "invalid_credential_request")]
    [InlineData("""{"credential_identifier":7,"credential_configuration_id":"issued","proofs":{"jwt":["a"]}}""", "invalid_credential_request")]
    [InlineData("""{"credential_identifier":"","proofs":{"jwt":["a"]}}""", "invalid_credential_request")]
    [InlineData("""{"credential_identifier":"issued","credential_identifier":"issued","proofs":{"jwt":["a"]}}""", "invalid_credential_request")]
    [InlineData("""{"credential_identifier":"issued"}""", "invalid_proof")]
    [InlineData("""{"credential_identifier":"issued","proofs":{}}""", "invalid_proof")]
    [InlineData("""{"credential_identifier":"issued","proofs":{"jwt":[]}}""", "invalid_proof")]
    [InlineData("""{"credential_identifier":"issued","proofs":{"jwt":[7]}}""", "invalid_proof")]
    [InlineData("""{"credential_identifier":"issued","proofs":{"jwt":["a"],"di_vp":[]}}""", "invalid_proof")]
    [InlineData("""{"credential_identifier":"nothing","proofs":{"jwt":["a"]}}""", "unknown_credential_identifier")]
    [InlineData("""{"credential_configuration_id":"nothing","proofs":{"jwt":["a"]}}""", "unknown_credential_configuration")]
    [InlineData("""{"credential_configuration_id":"web","proofs":{"jwt":["a"]}}""", "unknown_credential_configuration")]
    [InlineData("""{"credential_identifier":"issued","proofs":{"jwt":["a"]},"credential_response_encryption":{"enc":"A128GCM"}}""", "invalid_encryption_parameters")]
    [InlineData($$$$"""{"credential_identifier":"issued","proofs":{"jwt":["a"]},"credential_response_encryption":{"enc":"A128GCM","jwk":{"alg":"ECDH-ES+A256KW",{{{{Point}}}}}}}""", "invalid_encryption_parameters")]
    [InlineData($$$$"""{"credential_identifier":"issued","proofs":{"jwt":["a"]},"credential_response_encryption":{"enc":"A128GCM","jwk":{"x":"{{{{Zero}}}}","y":"{{{{Zero}}}}","kty":"EC","crv":"P-256"}}}""", "invalid_encryption_parameters")]
    [InlineData($$$$"""{"credential_identifier":"issued","proofs":{"jwt":["a"]},"credential_response_encryption":{"enc":"A128GCM","jwk":{{{{{Point}}}}}}}""", "invalid_proof")]
    public async Task A_request_that_is_malformed_is_told_so_with_the_code_of_the_specification(string request, string error)
    {
        await using var host = new SessionHost();
        var issuance = new TestIssuance(host);
        var reply = await host.Grant(issuance.Grant.Id).IssueCredentialAsync(new IssueCredential(
            new PresentedAccessToken((await issuance.TokensAsync()).AccessToken!, false, []), Encoding.UTF8.GetBytes(request)));

        Assert.Equal(error, reply.Error?.Code);
    }

    [Fact]
    public async Task An_access_token_opens_what_its_grant_covers_and_only_while_it_is_alive()
    {
        await using var host = new SessionHost(new TestTenants(d => d["credentialConfigurations"]!.AsArray()[^1]!["scope"] = "issued_scope"));
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var byScope = await issuance.Grant.CreateAsync(issuance.Grant.Command with { Scope = "plain_scope" });
        var request = TestIssuance.Request(await issuance.ProofAsync(key));
        request.Remove("credential_identifier");
        request["credential_configuration_id"] = "issued";
        Assert.Equal(403, (await issuance.IssueAsync(byScope, request)).Error?.Status);

        var alive = new TestIssuance(host);
        var tokens = await alive.TokensAsync();
        Assert.Null((await alive.IssueAsync(tokens, request.DeepClone().AsObject())).Error);
        Assert.Equal("invalid_token", (await alive.IssueAsync(tokens, request, tenant: "other")).Error?.Code);
        Assert.Equal("invalid_token", (await alive.IssueAsync(tokens with { AccessToken = tokens.RefreshToken }, request)).Error?.Code);
        await alive.Grant.RevokeAsync(tokens.RefreshToken);
        Assert.Equal("invalid_token", (await alive.IssueAsync(tokens, request)).Error?.Code);
    }

    [Fact]
    public async Task A_bound_access_token_needs_a_DPoP_proof_of_its_key_for_this_request()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        using var dpop = new TestKey();
        using var thief = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync(dpop: dpop.Public().Thumbprint);
        var request = TestIssuance.Request(await issuance.ProofAsync(key));

        Assert.Equal("invalid_token", (await issuance.IssueAsync(tokens, request)).Error?.Code);
        Assert.Equal("invalid_dpop_proof", (await issuance.IssueAsync(tokens, request, Proof(thief, TestIssuance.Url))).Error?.Code);
        Assert.Equal("invalid_dpop_proof", (await issuance.IssueAsync(tokens, request, Proof(dpop, "https://issuer.example/acme/oid4vci/token"))).Error?.Code);
        Assert.Null((await issuance.IssueAsync(tokens, request, Proof(dpop, TestIssuance.Url))).Error);

        string Proof(TestKey signer, string url) => signer.Sign(
            new JsonObject { ["alg"] = "ES256", ["typ"] = "dpop+jwt", ["jwk"] = signer.Jwk() }.ToJsonString(),
            new JsonObject
            {
                ["jti"] = Guid.NewGuid().ToString(),
                ["htm"] = "POST",
                ["htu"] = url,
                ["iat"] = host.Clock.GetUtcNow().ToUnixTimeSeconds(),
                ["ath"] = TestKey.Text(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(tokens.AccessToken!.Value))),
            }.ToJsonString());
    }

    [Fact]
    public async Task Where_a_step_demands_it_only_the_key_that_held_the_presented_credential_gets_one()
    {
        await using var host = new SessionHost();
        using var holder = new TestKey();
        using var other = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync(TestIssuance.StepsOf(holder.Public().Thumbprint));

        Assert.Equal("invalid_proof", await ErrorAsync(issuance, tokens, TestIssuance.Request(await issuance.ProofAsync(other))));
        Assert.Null(await ErrorAsync(issuance, tokens, TestIssuance.Request(await issuance.ProofAsync(holder))));
    }

    [Fact]
    public async Task A_credential_without_a_value_that_it_needs_is_not_issued()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync("[]");

        Assert.Equal("credential_request_denied", await ErrorAsync(issuance, tokens, TestIssuance.Request(await issuance.ProofAsync(key))));
    }

    [Fact]
    public async Task A_response_is_encrypted_to_the_key_that_the_wallet_names()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        using var wallet = DecryptionKey.Generate();
        var issuance = new TestIssuance(host);
        var request = TestIssuance.Request(await issuance.ProofAsync(key));
        request["credential_response_encryption"] = new JsonObject { ["jwk"] = JsonNode.Parse(wallet.PublicKey.ToJson()), ["enc"] = "A256GCM" };
        var reply = await issuance.IssueAsync(await issuance.TokensAsync(), request);

        Assert.Null(reply.Json);
        var jwe = CompactJwe.Parse(reply.Encrypted, new JweLimits(), out _)!;
        Assert.Equal(JweError.None, jwe.Decrypt(wallet, JweEncryptions.A256GCM, out var plain));
        Assert.Single(JsonNode.Parse(plain)!["credentials"]!.AsArray());
    }

    [Fact]
    public async Task A_notification_is_taken_for_a_response_of_the_grant_and_only_for_one()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var tokens = await issuance.TokensAsync();
        var id = (string)JsonNode.Parse((await issuance.IssueAsync(tokens, TestIssuance.Request(await issuance.ProofAsync(key)))).Json!)!["notification_id"]!;

        Assert.Null((await issuance.NotifyAsync(tokens, id, "credential_accepted")).Error);
        Assert.Null((await issuance.NotifyAsync(tokens, id, "credential_accepted")).Error);
        Assert.Equal("invalid_notification_request", (await issuance.NotifyAsync(tokens, id, "credential_eaten")).Error?.Code);
        Assert.Equal("invalid_notification_request", (await issuance.NotifyAsync(tokens, null, "credential_accepted")).Error?.Code);
        Assert.Equal("invalid_notification_id", (await issuance.NotifyAsync(tokens, "made-up", "credential_accepted")).Error?.Code);
        Assert.Equal("invalid_notification_id", (await issuance.NotifyAsync(tokens, tokens.AccessToken!.Value, "credential_accepted")).Error?.Code);
    }

    [Fact]
    public async Task Every_index_of_a_status_list_is_given_out_once_and_then_no_more()
    {
        await using var host = new SessionHost();
        var grain = host.Grains.GetGrain<IStatusIndexGrain>($"{SessionHost.Tenant}/{Guid.NewGuid():N}");
        var taken = new List<int>();
        while (await grain.TakeAsync(1_024, 60) is { } some)
        {
            taken.AddRange(some);
        }

        taken.AddRange((await grain.TakeAsync(1_024, 4))!);
        Assert.Equal(Enumerable.Range(0, 1_024), taken.Order());
        Assert.Null(await grain.TakeAsync(1_024, 1));
        Assert.Equal(1_024, Assert.Single((await grain.TakeAsync(2_048, 1))!));
    }

    private static async Task<string?> ErrorAsync(TestIssuance issuance, Eudiplo.Grains.Abstractions.Grants.TokenReply tokens, JsonObject request) =>
        (await issuance.IssueAsync(tokens, request)).Error?.Code;

    private static List<string> Credentials(IssueReply reply) =>
        [.. JsonNode.Parse(reply.Json!)!["credentials"]!.AsArray().Select(c => (string)c!["credential"]!)];

    private static async Task<(JsonNode Payload, Dictionary<string, string> Claims)> OpenAsync(SessionHost host, string credential)
    {
        var parts = credential.Split('~');
        Assert.Equal(string.Empty, parts[^1]);
        var payload = JsonNode.Parse((await IntrospectionTests.VerifyAsync(host, parts[0], "dc+sd-jwt")).GetRawText())!;
        var digests = payload.ToJsonString();
        var claims = new Dictionary<string, string>();
        foreach (var disclosure in parts[1..^1])
        {
            Assert.Contains(TestKey.Text(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(disclosure))), digests, StringComparison.Ordinal);
            Assert.True(StrictBase64Url.TryDecode(disclosure, out var octets));
            var array = JsonNode.Parse(octets)!.AsArray();
            claims[(string)array[1]!] = (string)array[2]!;
        }

        return (payload, claims);
    }
}
