using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Unit.Tests.Grants;
using Eudiplo.Unit.Tests.SdJwt;
using Eudiplo.Unit.Tests.Sessions;

namespace Eudiplo.Unit.Tests.Credentials;

/// <summary>A grant with what a presentation and a web step found out, and the credential requests of its wallet.</summary>
internal sealed class TestIssuance(SessionHost host)
{
    public const string Url = "https://issuer.example/acme/oid4vci/credential";

    private const string Steps =
        """
        [
          {"index":0,"type":"openid4vp_presentation","completedAt":"2026-01-01T12:00:00Z","credentials":[{"id":"pid","format":"dc+sd-jwt","claims":{"given_name":"Erika"},"holderKeyThumbprint":"HOLDER"}],"webhookClaims":{"level":"high"},"requireHolderKeyForProofs":null},
          {"index":1,"type":"redirect_to_web","completedAt":"2026-01-01T12:01:00Z","data":{"company":"ACME"}}
        ]
        """;

    public TestGrant Grant { get; } = new(host);

    public async Task<TokenReply> TokensAsync(string? steps = null, string? dpop = null) => await Grant.CreateAsync(Grant.Command with
    {
        Scope = null,
        AuthorizationDetails = """[{"type":"openid_credential","credential_configuration_id":"issued"}]""",
        CompletedSteps = steps ?? Steps,
        DpopThumbprint = dpop,
    });

    public static string StepsOf(string holderThumbprint) =>
        Steps.Replace("HOLDER", holderThumbprint, StringComparison.Ordinal).Replace("\"requireHolderKeyForProofs\":null", "\"requireHolderKeyForProofs\":true", StringComparison.Ordinal);

    public async Task<string> NonceAsync(string tenant = SessionHost.Tenant) => (await host.Grains.GetGrain<ITenantKeysGrain>(tenant).IssueNonceAsync())!;

    public async Task<string> ProofAsync(TestKey key, Action<JsonObject>? claims = null, Action<JsonObject>? header = null)
    {
        var head = new JsonObject { ["alg"] = "ES256", ["typ"] = "openid4vci-proof+jwt", ["jwk"] = key.Jwk() };
        var body = new JsonObject
        {
            ["iss"] = "wallet",
            ["aud"] = "https://issuer.example/acme",
            ["iat"] = host.Clock.GetUtcNow().ToUnixTimeSeconds(),
            ["nonce"] = await NonceAsync(),
        };
        header?.Invoke(head);
        claims?.Invoke(body);
        return key.Sign(head.ToJsonString(), body.ToJsonString());
    }

    public static JsonObject Request(params string[] proofs) => new()
    {
        ["credential_identifier"] = "issued",
        ["proofs"] = new JsonObject { ["jwt"] = new JsonArray([.. proofs.Select(p => (JsonNode)p)]) },
    };

    public Task<IssueReply> IssueAsync(TokenReply tokens, JsonObject request, string? dpop = null, string tenant = SessionHost.Tenant) =>
        host.Grant(Grant.Id, tenant).IssueCredentialAsync(new IssueCredential(
            new PresentedAccessToken(tokens.AccessToken!, dpop is not null, dpop is null ? [] : [dpop]),
            Encoding.UTF8.GetBytes(request.ToJsonString())));

    /// <summary>Sends any body as an encrypted request.</summary>
    public Task<IssueReply> IssueEncryptedAsync(TokenReply tokens, string jwe, string tenant = SessionHost.Tenant) =>
        host.Grant(Grant.Id, tenant).IssueCredentialAsync(new IssueCredential(
            new PresentedAccessToken(tokens.AccessToken!, false, []), Encoding.UTF8.GetBytes(jwe), IsEncrypted: true));

    /// <summary>The key that requests are to be encrypted to.</summary>
    public async Task<Protocol.Jose.Jwk> RequestKeyAsync(string tenant = SessionHost.Tenant)
    {
        Assert.True(Protocol.Jose.Jwk.TryParse((await host.Grains.GetGrain<ITenantKeysGrain>(tenant).GetRequestEncryptionKeyAsync())!, out var key, out _));
        return key;
    }

    public Task<IssueReply> NotifyAsync(TokenReply tokens, string? id, string? told) =>
        host.Grant(Grant.Id).NotifyAsync(new NotifyIssuer(new PresentedAccessToken(tokens.AccessToken!, false, []), SecretText.Of(id), told));
}
