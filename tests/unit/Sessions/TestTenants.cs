using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Unit.Tests.Sessions;

/// <summary>The tenants of a test: <c>acme</c> and <c>other</c>, with one credential for each kind of flow.</summary>
internal sealed class TestTenants : ITenantSource
{
    public const string BackendSecret = "a-secret-that-only-the-backend-knows-0123456789";
    public const string WalletSecret = "a-secret-that-only-the-wallet-provider-knows-0123";

    private readonly ConcurrentDictionary<string, TenantSnapshot> _snapshots = new();

    public TestTenants(Action<JsonObject>? change = null, JsonNode? jwks = null)
    {
        Set("acme", change, jwks);
        Set("other", null, jwks);
    }

    public TenantSnapshot? Find(string tenantId) => _snapshots.GetValueOrDefault(tenantId);

    public void Set(string tenantId, Action<JsonObject>? change = null, JsonNode? jwks = null)
    {
        var document = Document(tenantId, jwks);
        change?.Invoke(document);
        _snapshots[tenantId] = new TenantSnapshot(tenantId, Guid.NewGuid().ToString(), JsonSerializer.SerializeToUtf8Bytes(document));
    }

    public void Remove(string tenantId) => _snapshots.TryRemove(tenantId, out _);

    /// <summary>A tenant document. Without keys, an issuer that nobody can sign for is trusted.</summary>
    public static JsonObject Document(string tenantId, JsonNode? jwks) => (JsonObject)JsonNode.Parse(
        $$"""
        {
          "tenantId": "{{tenantId}}",
          "allowUnregisteredClients": true,
          "clients": [
            { "clientId": "backend", "tokenEndpointAuthMethod": "client_secret_basic", "secretHash": "{{ClientSecretHash.Of(BackendSecret)}}", "permissions": ["complete-web-auth"] },
            { "clientId": "resource-server", "tokenEndpointAuthMethod": "client_secret_basic", "secretHash": "{{ClientSecretHash.Of(BackendSecret)}}", "permissions": ["introspect"] },
            { "clientId": "registered", "redirectUris": ["https://wallet.example/cb", "eudi-wallet://cb"] },
            { "clientId": "confidential", "tokenEndpointAuthMethod": "client_secret_basic", "secretHash": "{{ClientSecretHash.Of(WalletSecret)}}" }
          ],
          "presentationConfigurations": [
            {
              "presentationConfigId": "pid",
              "dcql_query": { "credentials": [ { "id": "pid", "format": "dc+sd-jwt", "meta": { "vct_values": ["urn:eudi:pid:1"] }, "claims": [ { "path": ["given_name"] }, { "path": ["family_name"] } ] } ] },
              "trustedIssuers": [ { "issuer": "https://pid.demo.example", "jwks": {{(jwks ?? UnusedKeys()).ToJsonString()}} } ]
            }
          ],
          "credentialConfigurations": [
            { "credentialConfigId": "web", "iaeActions": [ { "type": "redirect_to_web", "url": "https://forms.example/register?session={auth_session}" } ] },
            { "credentialConfigId": "guide", "iaeActions": [ { "type": "redirect_to_web", "url": "https://forms.example/{auth_session}", "completion": "verifier" } ] },
            { "credentialConfigId": "two-pages", "iaeActions": [ { "type": "redirect_to_web", "url": "https://forms.example/1" }, { "type": "redirect_to_web", "url": "https://forms.example/2" } ] },
            { "credentialConfigId": "pid-only", "iaeActions": [ { "type": "openid4vp_presentation", "presentationConfigId": "pid" } ] },
            { "credentialConfigId": "pid-then-web", "iaeActions": [ { "type": "openid4vp_presentation", "presentationConfigId": "pid" }, { "type": "redirect_to_web", "url": "https://forms.example/1" } ] },
            { "credentialConfigId": "web-then-pid", "iaeActions": [ { "type": "redirect_to_web", "url": "https://forms.example/1" }, { "type": "openid4vp_presentation", "presentationConfigId": "pid" } ] },
            { "credentialConfigId": "plain", "scope": "plain_scope" },
            {
              "credentialConfigId": "issued",
              "vct": "https://credentials.example/issued",
              "claims": [
                { "path": ["given_name"], "from": ["pid", "given_name"] },
                { "path": ["address", "country"], "value": "DE" },
                { "path": ["company"], "from": ["data", "company"], "optional": true },
                { "path": ["level"], "from": ["webhook", "level"], "optional": true },
                { "path": ["kind"], "value": { "a": [1, 2] }, "selectivelyDisclosable": false }
              ],
              "statusList": { "uri": "https://status.example/1", "size": 1024 }
            }
          ],
          "fallback": { "url": "https://forms.example/fallback" }
        }
        """)!;

    private static JsonNode UnusedKeys()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = System.Buffers.Text.Base64Url.EncodeToString(point.X),
                ["y"] = System.Buffers.Text.Base64Url.EncodeToString(point.Y),
            }),
        };
    }
}
