using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Gateway.Tests.Admin;
using Eudiplo.Gateway.Tests.Hosting;
using Eudiplo.Protocol.Jose;
using Microsoft.AspNetCore.WebUtilities;
using QRCoder;

namespace Eudiplo.Gateway.Tests.Grants;

/// <summary>Flows to their last arrow: a credential in the wallet.</summary>
public sealed class CredentialFlowTests
{
    private const string PreAuthorized = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    [Fact]
    public async Task An_offer_with_a_transaction_code_ends_with_a_credential_that_the_published_keys_verify()
    {
        await using var host = await AdminClient.StartAsync();
        var admin = new AdminClient(host);
        await admin.SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        var (_, made, _) = await admin.PostAsync(
            "/admin/tenants/acme/offers", """{"credentialConfigurationIds":["member"],"txCode":true,"user":"erika","group":"members","data":{"level":"gold"}}""");

        // A wallet that scans the code has the link by reference; one that follows either link has the offer.
        var link = (string)made!["byReference"]!;
        Assert.Equal($"data:image/png;base64,{Convert.ToBase64String(PngByteQRCodeHelper.GetQRCode(link, QRCodeGenerator.ECCLevel.M, 6))}", (string?)made["qrCode"]);
        Assert.StartsWith("openid-credential-offer://?", link, StringComparison.Ordinal);
        var reference = QueryHelpers.ParseQuery(new Uri(link).Query)["credential_offer_uri"].Single()!;
        Assert.Equal((string?)made["credentialOfferUri"], reference);
        var offer = JsonNode.Parse(await host.Http.GetStringAsync(new Uri(reference).PathAndQuery))!;
        Assert.Equal(made["credentialOffer"]!.ToJsonString(), offer.ToJsonString());
        var value = QueryHelpers.ParseQuery(new Uri((string)made["byValue"]!).Query)["credential_offer"].Single()!;
        Assert.Equal(offer.ToJsonString(), JsonNode.Parse(value)!.ToJsonString());
        var tokens = await PostFormAsync(host, "/acme/oid4vci/token", new()
        {
            ["grant_type"] = PreAuthorized,
            ["client_id"] = "wallet",
            ["pre-authorized_code"] = (string)offer["grants"]![PreAuthorized]!["pre-authorized_code"]!,
            ["tx_code"] = (string)made["txCode"]!,
        });
        var nonce = (string)(await PostFormAsync(host, "/acme/oid4vci/nonce", []))["c_nonce"]!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var proof = JwsSigner.Create(key, "x").Sign("openid4vci-proof+jwt", Encoding.UTF8.GetBytes(new JsonObject
        {
            ["aud"] = "https://issuer.example/acme",
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["nonce"] = nonce,
        }.ToJsonString()), json =>
        {
            json.WritePropertyName("jwk");
            json.WriteRawValue(Jwk.FromEc(key.ExportParameters(false)).ToJson());
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/acme/oid4vci/credential");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (string)tokens["access_token"]!);
        request.Content = new StringContent(
            new JsonObject
            {
                ["credential_identifier"] = (string)tokens["authorization_details"]![0]!["credential_identifiers"]![0]!,
                ["proofs"] = new JsonObject { ["jwt"] = new JsonArray(proof) },
            }.ToJsonString(),
            Encoding.UTF8,
            "application/json");
        var response = await host.Http.SendAsync(request);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.IsSuccessStatusCode, body.ToJsonString());

        var credential = (string)body["credentials"]![0]!["credential"]!;
        Assert.True(JwkSet.TryParse(await host.Http.GetStringAsync("/acme/oid4vci/jwks"), out var keys));
        var jws = CompactJws.Parse(credential.Split('~')[0], JwsLimits.Default, out _)!;
        Assert.Equal(JwsError.None, jws.Verify(keys.Select(jws.KeyId, jws.Algorithm)!, JwsAlgorithms.ES256));
        Assert.Contains("gold", Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(credential.Split('~')[1])), StringComparison.Ordinal);
        var issuer = JsonNode.Parse(await host.Http.GetStringAsync("/.well-known/jwt-vc-issuer/acme"))!;
        Assert.Equal("https://issuer.example/acme/oid4vci/jwks", (string?)issuer["jwks_uri"]);

        using var notification = new HttpRequestMessage(HttpMethod.Post, "/acme/oid4vci/notification");
        notification.Headers.Authorization = request.Headers.Authorization;
        notification.Content = new StringContent(
            $$"""{"notification_id":"{{body["notification_id"]}}","event":"credential_accepted"}""", Encoding.UTF8, "application/json");
        Assert.Equal(204, (int)(await host.Http.SendAsync(notification)).StatusCode);
    }

    [Fact]
    public async Task A_request_without_a_token_or_with_one_that_is_none_gets_the_challenge_of_RFC_6750()
    {
        await using var host = await GatewayHost.StartAsync();
        using var without = new StringContent("{}", Encoding.UTF8, "application/json");
        var response = await host.Http.PostAsync("/demo/oid4vci/credential", without);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains(response.Headers.WwwAuthenticate, c => c.Scheme == "Bearer" && c.Parameter is null);

        using var with = new HttpRequestMessage(HttpMethod.Post, "/demo/oid4vci/credential") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        with.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "made-up");
        response = await host.Http.SendAsync(with);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Contains("invalid_token", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_cover_the_credential_gets_the_challenge_of_RFC_6750()
    {
        await using var host = await AdminClient.StartAsync();
        await new AdminClient(host).SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/acme/oid4vci/credential");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await AdminTests.TokenAsync(host, "read"));
        request.Content = new StringContent("""{"credential_configuration_id":"member","proofs":{"jwt":["a"]}}""", Encoding.UTF8, "application/json");
        var response = await host.Http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("Bearer error=\"insufficient_scope\"", response.Headers.NonValidated["WWW-Authenticate"].Single());
        Assert.Equal("insufficient_scope", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]);
    }

    [Fact]
    public async Task Introspection_and_revocation_answer_over_HTTP_as_their_specifications_say()
    {
        await using var host = await AdminClient.StartAsync();
        await new AdminClient(host).SendAsync(HttpMethod.Put, "/admin/tenants/acme", AdminClient.Tenant("acme"));
        var token = await AdminTests.TokenAsync(host, "read");
        var service = new Dictionary<string, string> { ["client_id"] = "service", ["client_secret"] = AdminClient.Key, ["token"] = token };

        Assert.True((bool)(await PostFormAsync(host, "/acme/oid4vci/introspect", service))["active"]!);
        using var jwt = new HttpRequestMessage(HttpMethod.Post, "/acme/oid4vci/introspect") { Content = new FormUrlEncodedContent(service) };
        jwt.Headers.Accept.ParseAdd("application/token-introspection+jwt");
        var signed = await host.Http.SendAsync(jwt);
        Assert.Equal("application/token-introspection+jwt", signed.Content.Headers.ContentType?.MediaType);
        using var form = new FormUrlEncodedContent(service);
        Assert.Equal(200, (int)(await host.Http.PostAsync("/acme/oid4vci/revoke", form)).StatusCode);
        Assert.False((bool)(await PostFormAsync(host, "/acme/oid4vci/introspect", service))["active"]!);
        service["token"] = "garbage";
        Assert.False((bool)(await PostFormAsync(host, "/acme/oid4vci/introspect", service))["active"]!);
        service["client_secret"] = "wrong";
        Assert.Equal("invalid_client", (string?)(await PostFormAsync(host, "/acme/oid4vci/introspect", service))["error"]);
    }

    private static async Task<JsonNode> PostFormAsync(GatewayHost host, string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        var response = await host.Http.PostAsync(path, content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
