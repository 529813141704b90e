using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Credentials;

/// <summary>Encrypted credential requests (OID4VCI, "Encrypted Credential Requests and Responses").</summary>
public sealed class EncryptedRequestTests
{
    [Theory]
    [InlineData(JweEncryptions.A128GCM)]
    [InlineData(JweEncryptions.A256GCM)]
    public async Task An_encrypted_request_is_answered_as_one_in_clear(JweEncryptions encryption)
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        var issuance = new TestIssuance(host);
        var request = TestIssuance.Request(await issuance.ProofAsync(key));

        var reply = await issuance.IssueEncryptedAsync(await issuance.TokensAsync(), Encrypt(request, await issuance.RequestKeyAsync(), encryption));

        Assert.Null(reply.Error);
        Assert.Single(JsonNode.Parse(reply.Json!)!["credentials"]!.AsArray());
    }

    [Fact]
    public async Task What_is_wrong_inside_of_an_encrypted_request_has_the_error_that_it_has_in_clear()
    {
        await using var host = new SessionHost();
        var issuance = new TestIssuance(host);
        var (tokens, requestKey) = (await issuance.TokensAsync(), await issuance.RequestKeyAsync());

        Assert.Equal("invalid_credential_request", (await issuance.IssueEncryptedAsync(tokens, Encrypt("[]", requestKey))).Error?.Code);
        Assert.Equal("invalid_proof", (await issuance.IssueEncryptedAsync(tokens, Encrypt(TestIssuance.Request("x").ToJsonString(), requestKey))).Error?.Code);
    }

    [Fact]
    public async Task The_key_is_the_same_on_every_node_and_outlives_the_rotation_of_keys()
    {
        var storage = new Storage.MemoryGrainStorage();
        var clock = new Clock.FakeTimeProvider();
        await using var first = new SessionHost(storage: storage, clock: clock, sharesDatabase: true);
        await using var second = new SessionHost(first.Tenants, storage, clock, sharesDatabase: true);
        using var key = new TestKey();
        var (issuance, elsewhere) = (new TestIssuance(first), new TestIssuance(second));
        var old = await issuance.RequestKeyAsync();
        Assert.Equal(old.ToJson(), (await elsewhere.RequestKeyAsync()).ToJson());

        var tokens = await issuance.TokensAsync();
        await second.Grains.GetGrain<ITenantKeysGrain>(SessionHost.Tenant).RotateAsync();
        first.Clock.Advance(TimeSpan.FromSeconds(2));
        var next = await elsewhere.RequestKeyAsync();
        Assert.NotEqual(old.ToJson(), next.ToJson());
        foreach (var requestKey in new[] { old, next })
        {
            var request = Encrypt(TestIssuance.Request(await issuance.ProofAsync(key)), requestKey, JweEncryptions.A128GCM);
            Assert.Null((await issuance.IssueEncryptedAsync(tokens, request)).Error);
        }
    }

    [Fact]
    public async Task A_request_that_was_encrypted_to_another_key_or_changed_or_is_no_JWE_has_invalid_encryption_parameters()
    {
        await using var host = new SessionHost();
        using var key = new TestKey();
        using var stranger = DecryptionKey.Generate();
        var issuance = new TestIssuance(host);
        var (tokens, requestKey) = (await issuance.TokensAsync(), await issuance.RequestKeyAsync());
        var request = TestIssuance.Request(await issuance.ProofAsync(key)).ToJsonString();
        var good = Encrypt(request, requestKey);
        var parts = good.Split('.');
        using var samename = DecryptionKey.Generate(requestKey.KeyId);
        string[] bad =
        [
            "", "x", "....", request, good + ".", good[..^2], string.Join('.', parts[..4]),
            Encrypt(request, stranger.PublicKey), Encrypt(request, samename.PublicKey),
            $"{parts[0]}.AAAA.{parts[2]}.{parts[3]}.{parts[4]}",
            $"{parts[0]}..{parts[2]}.{Flip(parts[3])}.{parts[4]}",
            $"{Header(parts[0], h => h.Remove("kid"))}..{parts[2]}.{parts[3]}.{parts[4]}",
            $"{Header(parts[0], h => h["zip"] = "DEF")}..{parts[2]}.{parts[3]}.{parts[4]}",
            $"{Header(parts[0], h => h["alg"] = "RSA-OAEP")}..{parts[2]}.{parts[3]}.{parts[4]}",
            $"{Header(parts[0], h => h["enc"] = "A128CBC-HS256")}..{parts[2]}.{parts[3]}.{parts[4]}",
            $"{Header(parts[0], h => h["epk"]!["x"] = "AAAA")}..{parts[2]}.{parts[3]}.{parts[4]}",
            new string('a', 2_000_000), "é" + good,
        ];

        foreach (var text in bad)
        {
            var reply = await issuance.IssueEncryptedAsync(tokens, text);
            Assert.Equal(("invalid_encryption_parameters", 400), (reply.Error?.Code, reply.Error!.Status));
        }

        Assert.Null((await issuance.IssueEncryptedAsync(tokens, good)).Error);
    }

    [Fact]
    public async Task A_request_for_one_tenant_cannot_be_read_by_another()
    {
        await using var host = new SessionHost();
        var issuance = new TestIssuance(host);
        var request = Encrypt("{}", await issuance.RequestKeyAsync("other"));

        Assert.Equal("invalid_encryption_parameters", (await issuance.IssueEncryptedAsync(await issuance.TokensAsync(), request)).Error?.Code);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_tenant_that_demands_encryption_refuses_what_comes_or_would_go_in_clear(bool request, bool response)
    {
        await using var host = new SessionHost(new TestTenants(d => d["issuance"] = new JsonObject { ["requireRequestEncryption"] = request, ["requireResponseEncryption"] = response }));
        using var key = new TestKey();
        using var wallet = DecryptionKey.Generate();
        var issuance = new TestIssuance(host);
        var (tokens, requestKey) = (await issuance.TokensAsync(), await issuance.RequestKeyAsync());
        foreach (var (encryptsRequest, encryptsResponse) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var body = TestIssuance.Request(await issuance.ProofAsync(key));
            if (encryptsResponse)
            {
                body["credential_response_encryption"] = new JsonObject { ["jwk"] = JsonNode.Parse(wallet.PublicKey.ToJson()), ["enc"] = "A256GCM" };
            }

            var reply = encryptsRequest
                ? await issuance.IssueEncryptedAsync(tokens, Encrypt(body.ToJsonString(), requestKey))
                : await issuance.IssueAsync(tokens, body);

            var isGood = (encryptsRequest || !request) && (encryptsResponse || !response);
            Assert.Equal(isGood ? null : "invalid_encryption_parameters", reply.Error?.Code);
            Assert.Equal(isGood && encryptsResponse, reply.Encrypted is not null);
        }
    }

    private static string Encrypt(JsonObject request, Jwk key, JweEncryptions encryption) =>
        JweEncrypter.Encrypt(Encoding.UTF8.GetBytes(request.ToJsonString()), key, encryption)!;

    private static string Encrypt(string request, Jwk key) => JweEncrypter.Encrypt(Encoding.UTF8.GetBytes(request), key, JweEncryptions.A256GCM)!;

    private static string Flip(string part) => (part[0] == 'A' ? 'B' : 'A') + part[1..];

    private static string Header(string part, Action<JsonObject> change)
    {
        var header = (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part))!;
        change(header);
        return System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()));
    }
}
