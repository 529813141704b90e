using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Unit.Tests.Clock;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.Unit.Tests.Steps;

public sealed class EncryptedResponseTests
{
    private const string PidType = "eu.europa.ec.eudi.pid.1";

    [Theory]
    [InlineData("A128GCM")]
    [InlineData("A256GCM")]
    public async Task An_answer_encrypted_to_the_steps_own_key_is_accepted(string encryption)
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();

        Assert.NotNull((await scene.SendAsync(first, Encrypt(first, scene.Answer(first), Enum.Parse<JweEncryptions>(encryption)))).Code);
    }

    [Fact]
    public async Task The_question_names_the_mode_the_key_and_the_encryptions()
    {
        await using var scene = Scene(presentation => presentation["responseEncryptions"] = new JsonArray("A256GCM"));

        var question = PresentationScene.Question(await scene.BeginAsync());

        Assert.Equal("iae_post.jwt", (string?)question["response_mode"]);
        var metadata = question["client_metadata"]!;
        Assert.Equal("""["A256GCM"]""", metadata["encrypted_response_enc_values_supported"]!.ToJsonString());
        var key = Assert.Single((JsonArray)metadata["jwks"]!["keys"]!)!;
        Assert.Equal(("EC", "P-256", "ECDH-ES", "enc"), ((string?)key["kty"], (string?)key["crv"], (string?)key["alg"], (string?)key["use"]));
        Assert.NotNull(key["kid"]);
        Assert.Null(key["d"]);
    }

    [Fact]
    public async Task Every_step_has_a_key_of_its_own_which_goes_with_the_step()
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();
        var key = Recipient(first).Thumbprint;
        Assert.NotNull(scene.Stored.Presentation?.ResponseKey);
        await scene.SendAsync(first, Encrypt(first, scene.Answer(first)));
        Assert.Null(scene.Stored.Presentation);

        var second = await scene.AnotherWalletBeginsAsync();

        Assert.NotEqual(key, Recipient(second).Thumbprint);
        await scene.SendAsync(second, """{"error":"access_denied"}""");
        Assert.Null(scene.Stored.Presentation);
    }

    [Theory]
    [InlineData("in clear", "ResponseNotEncrypted")]
    [InlineData("to another key", "ResponseNotDecrypted (DecryptionFailed)")]
    [InlineData("to another key under its own name", "ResponseNotDecrypted (KeyMismatch)")]
    [InlineData("with an encryption that was not offered", "ResponseNotDecrypted (EncryptionNotAllowed)")]
    [InlineData("with another algorithm", "ResponseNotDecrypted (AlgorithmNotAllowed)")]
    [InlineData("tampered", "ResponseNotDecrypted (DecryptionFailed)")]
    [InlineData("truncated", "ResponseNotDecrypted (NotCompact)")]
    [InlineData("not JSON inside", "ResponseMalformed")]
    [InlineData("not UTF-8 inside", "ResponseMalformed")]
    [InlineData("encrypted twice", "ResponseMalformed")]
    [InlineData("with another session's nonce inside", "NonceMismatch")]
    public async Task An_answer_that_is_encrypted_wrongly_is_refused_for_that(string wrong, string reason)
    {
        await using var scene = Scene(presentation => presentation["responseEncryptions"] = new JsonArray("A128GCM"));
        var other = await scene.BeginAsync();
        var first = await scene.AnotherWalletBeginsAsync();
        var answer = scene.Answer(first);
        var named = Recipient(first);
        var response = wrong switch
        {
            "in clear" => answer,
            "to another key" => Encrypt(Recipient(other, named.KeyId), answer),
            "to another key under its own name" => Encrypt(other, answer),
            "with an encryption that was not offered" => Encrypt(first, answer, JweEncryptions.A256GCM),
            "with another algorithm" => Wrap(Rewrite(Unwrap(Encrypt(first, answer)), header => header["alg"] = "ECDH-ES+A128KW")),
            "tampered" => Wrap(Tamper(Unwrap(Encrypt(first, answer)))),
            "truncated" => Wrap(Unwrap(Encrypt(first, answer))[..^30] + "."),
            "not JSON inside" => Encrypt(first, "vp_token"),
            "not UTF-8 inside" => Wrap(JweEncrypter.Encrypt([0xff, 0xfe, 0x7b], named, JweEncryptions.A128GCM)!),
            "encrypted twice" => Encrypt(first, Encrypt(first, answer)),
            _ => Encrypt(first, scene.Answer(first, new PresentationMutation { Nonce = (string)PresentationScene.Question(other)["nonce"]! })),
        };

        await scene.RefusedAsync(first, response, reason);
        Assert.NotNull((await scene.SendAsync(first, Encrypt(first, scene.Answer(first)))).Code);
    }

    [Fact]
    public async Task An_error_may_come_encrypted()
    {
        await using var scene = Scene();
        var first = await scene.BeginAsync();

        await scene.SendAsync(first, Encrypt(first, """{"error":"access_denied"}"""));

        Assert.Equal((SessionStatus.Failed, "wallet_error"), (scene.Stored.Status, scene.Stored.Failure?.Reason));
    }

    [Theory]
    [InlineData("right", null)]
    [InlineData("none", "HolderSignatureInvalid")]
    [InlineData("of another session", "HolderSignatureInvalid")]
    public async Task An_mdoc_is_bound_to_the_key_that_it_was_encrypted_to(string thumbprint, string? reason)
    {
        using var authority = new IssuerCertificates(new FakeTimeProvider().GetUtcNow());
        await using var scene = Scene(presentation =>
        {
            presentation["dcql_query"]!["credentials"]![0]!["format"] = "mso_mdoc";
            presentation["dcql_query"]!["credentials"]![0]!["meta"] = new JsonObject { ["doctype_value"] = PidType };
            presentation["dcql_query"]!["credentials"]![0]!["claims"] = new JsonArray(new JsonObject { ["path"] = new JsonArray(PidType, "family_name") });
            presentation["trustedIssuers"] = new JsonArray(new JsonObject { ["x5cRoots"] = authority.RootPem });
        });
        var other = await scene.BeginAsync();
        var first = await scene.AnotherWalletBeginsAsync();
        var certificate = authority.Certify(scene.IssuerKey, scene.Clock.GetUtcNow(), "pid.demo.example");
        var document = new MdocIssuer(scene.IssuerKey, [certificate], scene.Clock).Issue(new MdocIssuance
        {
            DocumentType = PidType,
            Elements = [(PidType, "family_name", "Mustermann")],
            Holder = scene.Holder,
        });
        var bound = thumbprint switch
        {
            "right" => Recipient(first).ThumbprintSha256.ToArray(),
            "none" => null,
            _ => Recipient(other).ThumbprintSha256.ToArray(),
        };
        var response = document.Present(document.Elements, PresentationScene.Endpoint, (string)PresentationScene.Question(first)["nonce"]!, bound);
        var answer = Encrypt(
            first, new JsonObject { ["vp_token"] = new JsonObject { ["pid"] = new JsonArray(Base64Url.EncodeToString(response)) } }.ToJsonString());

        if (reason is null)
        {
            Assert.NotNull((await scene.SendAsync(first, answer)).Code);
        }
        else
        {
            await scene.RefusedAsync(first, answer, reason);
        }
    }

    private static PresentationScene Scene(Action<JsonObject>? presentation = null) => new(document =>
    {
        document["responseMode"] = "iae_post.jwt";
        presentation?.Invoke(document);
    });

    private static Jwk Recipient(SessionReply reply, string? keyId = null)
    {
        var json = (JsonObject)PresentationScene.Question(reply)["client_metadata"]!["jwks"]!["keys"]![0]!.DeepClone();
        json["kid"] = keyId ?? (string?)json["kid"];
        Assert.True(Jwk.TryParse(json.ToJsonString(), out var key, out _));
        return key;
    }

    private static string Encrypt(SessionReply to, string content, JweEncryptions encryption = JweEncryptions.A128GCM) => Encrypt(Recipient(to), content, encryption);

    private static string Encrypt(Jwk recipient, string content, JweEncryptions encryption = JweEncryptions.A128GCM) =>
        Wrap(JweEncrypter.Encrypt(Encoding.UTF8.GetBytes(content), recipient, encryption)!);

    private static string Wrap(string jwe) => new JsonObject { ["response"] = jwe }.ToJsonString();

    private static string Unwrap(string response) => (string)JsonNode.Parse(response)!["response"]!;

    private static string Rewrite(string jwe, Action<JsonObject> change)
    {
        var parts = jwe.Split('.');
        var header = (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        change(header);
        parts[0] = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(header));
        return string.Join('.', parts);
    }

    private static string Tamper(string jwe)
    {
        var parts = jwe.Split('.');
        var content = Base64Url.DecodeFromChars(parts[3]);
        content[RandomNumberGenerator.GetInt32(content.Length)] ^= 1;
        parts[3] = Base64Url.EncodeToString(content);
        return string.Join('.', parts);
    }
}
