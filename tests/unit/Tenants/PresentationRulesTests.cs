using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Tenants;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.Unit.Tests.Steps;

namespace Eudiplo.Unit.Tests.Tenants;

public sealed class PresentationRulesTests
{
    private const string At = "$.presentationConfigurations[0]";

    [Theory]
    [InlineData("""{"request":{"form":"signed"}}""", $"{At}.request.form")]
    [InlineData("""{"request":{"keyId":"k"}}""", $"{At}.request")]
    [InlineData("""{"request":{"form":"x509_hash","clientId":"x"}}""", $"{At}.request.clientId")]
    [InlineData("""{"request":{"form":"x509_hash","keyId":"none"}}""", $"{At}.request.keyId")]
    [InlineData("""{"request":{"form":"x509_hash","keyId":"verifier","dnsName":"first.example"}}""", $"{At}.request.dnsName")]
    [InlineData("""{"request":{"form":"x509_san_dns","keyId":"verifier","dnsName":"third.example"}}""", $"{At}.request")]
    [InlineData("""{"request":{"form":"x509_san_dns","dnsName":"first.example"}}""", $"{At}.request.dnsName")]
    [InlineData("""{"responseMode":"direct_post"}""", $"{At}.responseMode")]
    [InlineData("""{"responseEncryptions":[]}""", $"{At}.responseEncryptions")]
    [InlineData("""{"responseEncryptions":["A128CBC-HS256"]}""", $"{At}.responseEncryptions")]
    [InlineData("""{"status":"always"}""", $"{At}.status")]
    [InlineData("""{"statusUnavailable":"maybe"}""", $"{At}.statusUnavailable")]
    [InlineData("""{"trustedIssuers":[]}""", $"{At}.trustedIssuers")]
    [InlineData("""{"trustedIssuers":[{"issuer":"https://a.example"}]}""", $"{At}.trustedIssuers[0]")]
    [InlineData("""{"trustedIssuers":[{"useIssuerMetadata":true}]}""", $"{At}.trustedIssuers[0]")]
    [InlineData("""{"trustedIssuers":[{"issuer":"did:example:1","useIssuerMetadata":true}]}""", $"{At}.trustedIssuers[0].useIssuerMetadata")]
    [InlineData("""{"trustedIssuers":[{"issuer":"https://a.example","useIssuerMetadata":true,"jwks":{"keys":[]}}]}""", $"{At}.trustedIssuers[0].useIssuerMetadata")]
    [InlineData("""{"trustedIssuers":[{"x5cRoots":"not PEM"}]}""", $"{At}.trustedIssuers[0].x5cRoots[0]")]
    [InlineData("""{"trustedIssuers":[{"x5cRoots":[1]}]}""", $"{At}.trustedIssuers[0].x5cRoots")]
    [InlineData("""{"trustedLists":[{"id":"","certificates":[]}]}""", $"{At}.trustedLists[0].id")]
    [InlineData("""{"trustedLists":[{"id":"list","certificates":["x"]}]}""", $"{At}.trustedLists[0].certificates[0]")]
    [InlineData("""{"dcql_query":{"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["v"]},"trusted_authorities":[{"type":"etsi_tl","values":["https://tl.example"]}]}]}}""", $"{At}.dcql_query")]
    [InlineData("""{"dcql_query":{"credentials":[{"id":"pid","format":"dc+sd-jwt","meta":{"vct_values":["v"]},"trusted_authorities":[{"type":"openid_federation","values":["https://f.example"]}]}]}}""", $"{At}.dcql_query.credentials[0].trusted_authorities[0]")]
    [InlineData("""{"dcql_query":{"credentials":[{"id":"pid","format":"mso_mdoc","meta":{"doctype_value":"d"}}]}}""", $"{At}.trustedIssuers")]
    [InlineData("""{"dcql_query":{"credentials":[{"id":"pid","format":"jwt_vc_json","meta":{}}]}}""", $"{At}.dcql_query.credentials[0].format")]
    [InlineData("""{"subjectClaim":"birthdate"}""", $"{At}.subjectClaim")]
    [InlineData("""{"webhook":{"url":"http://hooks.example/"}}""", $"{At}.webhook.url")]
    [InlineData("""{"webhook":{"url":"https://user@hooks.example/"}}""", $"{At}.webhook.url")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","tries":0}}""", $"{At}.webhook.tries")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","timeoutSeconds":60}}""", $"{At}.webhook.timeoutSeconds")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","auth":{"type":"basic"}}}""", $"{At}.webhook.auth")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","auth":{"type":"apiKey"}}}""", $"{At}.webhook.auth")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","auth":{"type":"apiKey","config":{"headerName":"Content-Length","value":"1"}}}}""", $"{At}.webhook.auth.config.headerName")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","auth":{"type":"apiKey","config":{"headerName":"X Key","value":"1"}}}}""", $"{At}.webhook.auth.config.headerName")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","auth":{"type":"apiKey","config":{"headerName":"X-Key","value":"a\r\nHost: b"}}}}""", $"{At}.webhook.auth.config.value")]
    [InlineData("""{"webhook":{"url":"https://hooks.example/","includeRawTokensFor":["other"]}}""", $"{At}.webhook.includeRawTokensFor")]
    public void A_presentation_configuration_that_is_wrong_is_refused_with_the_path_of_the_member(string change, string path) =>
        Assert.Contains(Errors(document => Merge((JsonObject)document["presentationConfigurations"]![0]!, change)), error => error.StartsWith(path, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"keys":[{"keyId":"a","privateKey":"x","certificateChain":"y"}]}""", "$.keys[0].privateKey")]
    [InlineData("""{"keys":[{"keyId":"a","privateKey":"x","certificateChain":"y"}]}""", "$.keys[0].certificateChain")]
    [InlineData("""{"outbound":{"allowedHosts":["10.0.0.1"]}}""", "$.outbound.allowedHosts[0]")]
    [InlineData("""{"outbound":{"allowedNetworks":["10.0.0.0"]}}""", "$.outbound.allowedNetworks[0]")]
    [InlineData("""{"webhook":{"url":"ftp://hooks.example/"}}""", "$.webhook.url")]
    public void So_is_what_a_tenant_has_for_all_of_them(string change, string path) =>
        Assert.Contains(Errors(document => Merge(document, change)), error => error.StartsWith(path, StringComparison.Ordinal));

    [Fact]
    public void A_key_of_another_certificate_is_refused_and_no_error_repeats_a_key()
    {
        using var authority = new TestAuthority();
        var (key, other) = (authority.Document("verifier", "first.example"), authority.Document("other", "first.example"));
        key["certificateChain"] = (string)other["certificateChain"]!;

        var errors = Errors(document =>
        {
            document["keys"] = new JsonArray(key.DeepClone());
            document["presentationConfigurations"]![0]!["request"] = new JsonObject { ["form"] = "x509_hash", ["keyId"] = "verifier" };
        });

        Assert.Contains($"{At}.request: with the key 'verifier', the first certificate is not of the signing key.", errors);
        Assert.DoesNotContain(errors, error => error.Contains("BEGIN", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Errors(Action<JsonObject> change)
    {
        using var authority = new TestAuthority();
        var document = TestTenants.Document("acme", null);
        document["keys"] = new JsonArray(authority.Document("verifier", "first.example", "second.example"));
        change(document);
        TenantDocumentReader.Read(JsonSerializer.SerializeToUtf8Bytes(document), out var errors);
        return errors;
    }

    private static void Merge(JsonObject into, string change)
    {
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(change)!)
        {
            into[name] = value?.DeepClone();
        }
    }
}
