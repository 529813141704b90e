using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.PresentationRequests;
using Microsoft.AspNetCore.WebUtilities;

namespace Eudiplo.Unit.Tests.PresentationRequests;

public sealed class PresentationRequestTests : IDisposable
{
    private const string Query =
        """{ "credentials": [ {"id":"pid", "format":"dc+sd-jwt", "meta":{"vct_values":["https://example.com/ä"]}} ] }""";

    private static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly PresentationRequest Plain = new()
    {
        ResponseMode = ResponseMode.IaePost,
        Nonce = "n-0S6_WzA2Mj",
        DcqlQuery = Query,
        Metadata = new VerifierMetadata(),
    };

    private readonly DecryptionKey _encryption = DecryptionKey.Generate("enc-1");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JwsSigner _signer;
    private readonly byte[] _root;
    private readonly byte[] _leaf;

    public PresentationRequestTests()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=Root", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 rootCertificate = root.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
        var leaf = new CertificateRequest("CN=Verifier", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("rp.example.com");
        names.AddDnsName("*.example.org");
        leaf.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = leaf.Create(rootCertificate, Now.AddDays(-1), Now.AddDays(1), [1, 2, 3]);
        (_root, _leaf) = (rootCertificate.RawData, certificate.RawData);
        _signer = JwsSigner.Create(_key);
    }

    public void Dispose()
    {
        _encryption.Dispose();
        _signer.Dispose();
    }

    private static JsonObject Unsigned(PresentationRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            PresentationRequestWriter.WriteUnsigned(writer, request);
        }

        return JsonNode.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan))!.AsObject();
    }

    private RequestSigner Hash(params byte[][] chain)
    {
        Assert.True(RequestSigner.TryCreateForHash(_signer, chain.Length == 0 ? [_leaf] : chain, out RequestSigner? signer, out string? error), error);
        return signer;
    }

    private static JsonObject Part(string jwt, int index) =>
        JsonNode.Parse(WebEncoders.Base64UrlDecode(jwt.Split('.')[index]))!.AsObject();

    [Fact]
    public void An_unsigned_request_has_the_parameters_and_no_others()
    {
        JsonObject json = Unsigned(Plain);

        Assert.Equal(["response_type", "response_mode", "nonce", "dcql_query", "client_metadata"], json.Select(member => member.Key));
        Assert.Equal("vp_token", json["response_type"]!.GetValue<string>());
        Assert.Equal("iae_post", json["response_mode"]!.GetValue<string>());
        Assert.Equal("n-0S6_WzA2Mj", json["nonce"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Query), json["dcql_query"]));
    }

    [Fact]
    public void The_query_is_written_as_it_is()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            PresentationRequestWriter.WriteUnsigned(writer, Plain);
        }

        Assert.Contains(Query, Encoding.UTF8.GetString(buffer.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_id_is_written_into_an_unsigned_request_only_when_there_is_one() =>
        Assert.Equal("issuer.example", Unsigned(Plain with { ClientId = "issuer.example" })["client_id"]!.GetValue<string>());

    [Fact]
    public void Expected_origins_and_url_are_not_for_unsigned_requests()
    {
        JsonObject json = Unsigned(Plain with { ExpectedOrigins = ["https://issuer.example"], ExpectedUrl = "https://issuer.example/iae" });

        Assert.False(json.ContainsKey("expected_origins"));
        Assert.False(json.ContainsKey("expected_url"));
    }

    [Fact]
    public void The_metadata_say_what_is_verified()
    {
        JsonObject formats = Unsigned(Plain)["client_metadata"]!["vp_formats_supported"]!.AsObject();

        Assert.Equal("""["ES256","ES384","ES512"]""", formats["dc+sd-jwt"]!["sd-jwt_alg_values"]!.ToJsonString());
        Assert.Equal("""["ES256","ES384","ES512"]""", formats["dc+sd-jwt"]!["kb-jwt_alg_values"]!.ToJsonString());
        Assert.Equal("[-7,-9,-35,-51,-36,-52]", formats["mso_mdoc"]!["issuerauth_alg_values"]!.ToJsonString());
        Assert.Equal("[-7,-9,-35,-51,-36,-52]", formats["mso_mdoc"]!["deviceauth_alg_values"]!.ToJsonString());
    }

    [Fact]
    public void An_encrypted_response_mode_offers_a_key_with_alg_and_kid()
    {
        PresentationRequest request = Plain with
        {
            ResponseMode = ResponseMode.IaePostJwt,
            Metadata = new VerifierMetadata { EncryptionKey = _encryption.PublicKey },
        };

        JsonObject metadata = Unsigned(request)["client_metadata"]!.AsObject();

        JsonObject key = Assert.Single(metadata["jwks"]!["keys"]!.AsArray())!.AsObject();
        Assert.Equal("ECDH-ES", key["alg"]!.GetValue<string>());
        Assert.Equal("enc", key["use"]!.GetValue<string>());
        Assert.Equal("enc-1", key["kid"]!.GetValue<string>());
        Assert.False(key.ContainsKey("d"));
        Assert.Equal("""["A128GCM","A256GCM"]""", metadata["encrypted_response_enc_values_supported"]!.ToJsonString());
    }

    [Fact]
    public void Without_encryption_no_key_is_offered()
    {
        JsonObject metadata =
            Unsigned(Plain with { Metadata = new VerifierMetadata { EncryptionKey = _encryption.PublicKey } })["client_metadata"]!.AsObject();

        Assert.Equal(["vp_formats_supported"], metadata.Select(member => member.Key));
    }

    [Fact]
    public void A_request_that_contradicts_itself_is_a_mistake_of_the_caller()
    {
        foreach (PresentationRequest wrong in (PresentationRequest[])
        [
            Plain with { ResponseMode = ResponseMode.IaPostJwt },
            Plain with { ResponseMode = ResponseMode.IaPostJwt, Metadata = null },
            Plain with { ResponseMode = ResponseMode.DirectPost },
            Plain with { ResponseUri = "https://example.com" },
            Plain with { State = "x" },
            Plain with { Nonce = "" },
            Plain with { Nonce = "a b" },
            Plain with { Nonce = "ä" },
        ])
        {
            Assert.Throws<ArgumentException>(() => Unsigned(wrong));
        }
    }

    [Fact]
    public void Direct_post_has_its_response_uri_and_state()
    {
        JsonObject json = Unsigned(Plain with { ResponseMode = ResponseMode.DirectPost, ResponseUri = "https://example.com/r", State = "s" });

        Assert.Equal("https://example.com/r", json["response_uri"]!.GetValue<string>());
        Assert.Equal("s", json["state"]!.GetValue<string>());
    }

    [Fact]
    public void A_signed_request_is_one_JWT_in_the_name_of_its_certificate()
    {
        Assert.True(RequestSigner.TryCreateForDnsName(_signer, [_leaf], "rp.example.com", out RequestSigner? signer, out string? error), error);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            PresentationRequestWriter.WriteSigned(
                writer, Plain with { ExpectedOrigins = ["https://issuer.example"], ClientId = "other" }, signer, Now, TimeSpan.FromMinutes(5));
        }

        JsonObject json = JsonNode.Parse(Encoding.UTF8.GetString(buffer.WrittenSpan))!.AsObject();
        string jwt = Assert.Single(json, member => member.Key == "request").Value!.GetValue<string>();
        Assert.Single(json);
        JsonObject header = Part(jwt, 0);
        Assert.Equal("oauth-authz-req+jwt", header["typ"]!.GetValue<string>());
        Assert.Equal("ES256", header["alg"]!.GetValue<string>());
        Assert.Equal([Convert.ToBase64String(_leaf)], header["x5c"]!.AsArray().Select(one => one!.GetValue<string>()));
        JsonObject claims = Part(jwt, 1);
        Assert.Equal("x509_san_dns:rp.example.com", claims["client_id"]!.GetValue<string>());
        Assert.Equal("https://self-issued.me/v2", claims["aud"]!.GetValue<string>());
        Assert.Equal(Now.ToUnixTimeSeconds(), claims["iat"]!.GetValue<long>());
        Assert.Equal(Now.ToUnixTimeSeconds() + 300, claims["exp"]!.GetValue<long>());
        Assert.Equal("""["https://issuer.example"]""", claims["expected_origins"]!.ToJsonString());
        Assert.False(claims.ContainsKey("expected_url"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Query), claims["dcql_query"]));
        string[] parts = jwt.Split('.');
        Assert.True(_key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), WebEncoders.Base64UrlDecode(parts[2]), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void Todays_npm_library_gets_expected_url_alone()
    {
        JsonObject claims = Part(
            PresentationRequestWriter.Sign(Plain with { ExpectedUrl = "https://issuer.example/iae" }, Hash(), Now, TimeSpan.FromMinutes(5)), 1);

        Assert.Equal("https://issuer.example/iae", claims["expected_url"]!.GetValue<string>());
        Assert.False(claims.ContainsKey("expected_origins"));
    }

    [Fact]
    public void A_hash_names_the_certificate_itself() =>
        Assert.Equal($"x509_hash:{WebEncoders.Base64UrlEncode(SHA256.HashData(_leaf))}", Hash().ClientId);

    [Fact]
    public void A_root_is_not_sent()
    {
        string jwt = PresentationRequestWriter.Sign(Plain, Hash(_leaf, _root), Now, TimeSpan.FromMinutes(5));
        Assert.Equal([Convert.ToBase64String(_leaf)], Part(jwt, 0)["x5c"]!.AsArray().Select(one => one!.GetValue<string>()));
    }

    [Fact]
    public void The_wallets_nonce_and_name_are_told_back()
    {
        JsonObject claims = Part(
            PresentationRequestWriter.Sign(Plain, Hash(), Now, TimeSpan.FromMinutes(5), "wallet-nonce", "https://wallet.example"), 1);

        Assert.Equal("wallet-nonce", claims["wallet_nonce"]!.GetValue<string>());
        Assert.Equal("https://wallet.example", claims["aud"]!.GetValue<string>());
    }

    [Fact]
    public void A_signer_whose_configuration_is_wrong_is_refused_with_the_reason()
    {
        using ECDsa otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using JwsSigner other = JwsSigner.Create(otherKey);

        Assert.False(RequestSigner.TryCreateForHash(_signer, [], out _, out string? error));
        Assert.Equal("there is no certificate", error);
        Assert.False(RequestSigner.TryCreateForHash(_signer, [[1, 2, 3]], out _, out error));
        Assert.Equal("a certificate of the chain is not DER of X.509", error);
        Assert.False(RequestSigner.TryCreateForHash(other, [_leaf], out _, out error));
        Assert.Equal("the first certificate is not of the signing key", error);
        Assert.False(RequestSigner.TryCreateForHash(_signer, [_root, _leaf], out _, out error));
        Assert.Equal("the first certificate is not of the signing key", error);
        Assert.False(RequestSigner.TryCreateForDnsName(_signer, [_leaf], "example.com", out _, out error));
        Assert.Equal("the first certificate has no subject alternative name 'example.com'", error);
        Assert.False(RequestSigner.TryCreateForDnsName(_signer, [_leaf], "*.example.org", out _, out _));
    }
}
