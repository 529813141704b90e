using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.RequestSigning;
using Eudiplo.Unit.Tests.Sessions;
using Eudiplo.Unit.Tests.Storage;
using Eudiplo.WalletSimulator.Jose;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class SignedRequestTests
{
    [Fact]
    public async Task An_unsigned_question_is_the_plain_object_of_the_specification()
    {
        await using var scene = new PresentationScene();

        var question = PresentationScene.Question(await scene.BeginAsync());

        Assert.Equal(["dcql_query", "nonce", "response_mode", "response_type"], question.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(("vp_token", "iae_post"), ((string?)question["response_type"], (string?)question["response_mode"]));
        Assert.True(((string)question["nonce"]!).Length >= 22);
        Assert.Null(scene.Stored.Presentation);
    }

    [Fact]
    public async Task An_unsigned_question_names_a_client_where_that_is_configured()
    {
        await using var scene = Scene(new JsonObject { ["clientId"] = "web-origin:https://issuer.example" });
        var first = await scene.BeginAsync();

        Assert.Equal("web-origin:https://issuer.example", (string?)PresentationScene.Question(first)["client_id"]);
        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Fact]
    public async Task A_generated_key_signs_in_the_name_of_the_issuers_host()
    {
        await using var scene = Scene(new JsonObject { ["form"] = "x509_san_dns" });
        var first = await scene.BeginAsync();
        var jwt = Signed(first);
        using var certificate = Verified(jwt);

        var (header, payload) = (CompactJws.Header(jwt), CompactJws.Payload(jwt));

        Assert.Equal(("oauth-authz-req+jwt", "ES256"), ((string?)header["typ"], (string?)header["alg"]));
        Assert.Equal("x509_san_dns:issuer.example", (string?)payload["client_id"]);
        Assert.True(certificate.MatchesHostname("issuer.example"));
        Assert.Equal("""["https://issuer.example"]""", payload["expected_origins"]!.ToJsonString());
        Assert.Null(payload["expected_url"]);
        Assert.Equal("https://self-issued.me/v2", (string?)payload["aud"]);
        Assert.Equal(scene.Clock.GetUtcNow().ToUnixTimeSeconds(), (long)payload["iat"]!);
        Assert.Equal(scene.Stored.ExpiresAt.ToUnixTimeSeconds(), (long)payload["exp"]!);
        Assert.Equal(scene.Stored.PresentationNonce, (string?)payload["nonce"]);
        Assert.NotNull((await scene.PresentAsync(first)).Code);
    }

    [Fact]
    public async Task A_generated_key_signs_in_the_name_of_its_certificates_hash()
    {
        await using var scene = Scene(new JsonObject { ["form"] = "x509_hash" });

        var jwt = Signed(await scene.BeginAsync());

        using var certificate = Verified(jwt);
        Assert.Equal(
            "x509_hash:" + System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(certificate.RawData)), (string?)CompactJws.Payload(jwt)["client_id"]);
    }

    [Theory]
    [InlineData("url", null, "https://issuer.example/acme/oid4vci/authorize/interactive")]
    [InlineData("origins", """["https://issuer.example"]""", null)]
    [InlineData("none", null, null)]
    public async Task A_signed_question_says_where_its_answer_goes_as_configured(string expected, string? origins, string? url)
    {
        await using var scene = Scene(new JsonObject { ["form"] = "x509_hash", ["expected"] = expected });

        var payload = CompactJws.Payload(Signed(await scene.BeginAsync()));

        Assert.Equal((origins, url), (payload["expected_origins"]?.ToJsonString(), (string?)payload["expected_url"]));
    }

    [Theory]
    [InlineData("iae_post")]
    [InlineData("iae_post.jwt")]
    public async Task The_same_request_again_gets_the_same_signature_and_the_same_key_again(string mode)
    {
        await using var scene = new PresentationScene(
            presentation =>
            {
                presentation["request"] = new JsonObject { ["form"] = "x509_san_dns" };
                presentation["responseMode"] = mode;
            },
            tenant => ((JsonArray)tenant["credentialConfigurations"]!).Add(JsonNode.Parse(
                """
                { "credentialConfigId": "page-then-pid", "iaeActions": [ { "type": "redirect_to_web", "url": "https://forms.example/1", "completion": "verifier" },
                  { "type": "openid4vp_presentation", "presentationConfigId": "pid" } ] }
                """)));
        var followUp = scene.Wallet.Verify(await scene.BeginAsync("page-then-pid"));

        var asked = await scene.Wallet.ContinueAsync(followUp);
        scene.Clock.Advance(TimeSpan.FromSeconds(3));
        var again = await scene.Wallet.ContinueAsync(followUp);

        Assert.Equal(asked, again);
        Assert.NotNull(JsonNode.Parse(asked.Interaction!.PresentationRequest!)!["request"]);
    }

    [Fact]
    public async Task A_configured_key_signs_with_its_chain_and_without_the_root()
    {
        using var authority = new TestAuthority();
        await using var scene = Scene(
            new JsonObject { ["form"] = "x509_san_dns", ["keyId"] = "verifier", ["dnsName"] = "second.example" },
            tenant => tenant["keys"] = new JsonArray(authority.Document("verifier", "first.example", "second.example")));

        var jwt = Signed(await scene.BeginAsync());

        using var certificate = Verified(jwt);
        Assert.Equal("x509_san_dns:second.example", (string?)CompactJws.Payload(jwt)["client_id"]);
        Assert.Single((JsonArray)CompactJws.Header(jwt)["x5c"]!);
        Assert.Equal(1, scene.Host.Storage.Count);
    }

    [Fact]
    public async Task The_first_name_of_a_configured_certificate_is_the_default()
    {
        using var authority = new TestAuthority();
        await using var scene = Scene(
            new JsonObject { ["form"] = "x509_san_dns", ["keyId"] = "verifier" },
            tenant => tenant["keys"] = new JsonArray(authority.Document("verifier", "first.example", "second.example")));

        Assert.Equal("x509_san_dns:first.example", (string?)CompactJws.Payload(Signed(await scene.BeginAsync()))["client_id"]);
    }

    [Fact]
    public async Task Processes_that_make_the_key_at_once_end_with_one()
    {
        var storage = new MemoryGrainStorage();
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            var key = await new RequestKeyStore(storage, new Tenants.EveryTenant(), new Clock.FakeTimeProvider()).GetAsync("acme", "issuer.example");
            return key.KeyId;
        })));

        Assert.Single(keys.Distinct());
        Assert.Equal(1, storage.Count);
    }

    [Fact]
    public async Task A_key_is_kept_until_its_certificate_is_about_to_end_and_other_hosts_have_their_own()
    {
        var (storage, clock) = (new MemoryGrainStorage(), new Clock.FakeTimeProvider());
        var store = new RequestKeyStore(storage, new Tenants.EveryTenant(), clock);
        var first = await store.GetAsync("acme", "issuer.example");
        var other = await store.GetAsync("acme", "issuer.other");
        clock.Advance(TimeSpan.FromDays(690));
        var kept = await store.GetAsync("acme", "issuer.example");
        clock.Advance(TimeSpan.FromDays(20));

        var renewed = await store.GetAsync("acme", "issuer.example");

        Assert.Equal(first.KeyId, kept.KeyId);
        Assert.Equal(4, new[] { first.KeyId, other.KeyId, renewed.KeyId, (await store.GetAsync("other", "issuer.example")).KeyId }.Distinct().Count());
    }

    private static PresentationScene Scene(JsonObject request, Action<JsonObject>? tenant = null) =>
        new(presentation => presentation["request"] = request, tenant);

    private static string Signed(SessionReply reply) => (string)JsonNode.Parse(reply.Interaction!.PresentationRequest!)!["request"]!;

    private static X509Certificate2 Verified(string jwt)
    {
        var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String((string)CompactJws.Header(jwt)["x5c"]![0]!));
        using var key = certificate.GetECDsaPublicKey()!;
        var end = jwt.LastIndexOf('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes(jwt[..end]), System.Buffers.Text.Base64Url.DecodeFromChars(jwt.AsSpan(end + 1)), HashAlgorithmName.SHA256));
        return certificate;
    }
}
