using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.PresentationRequests;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Presentations;
using Request = Eudiplo.WalletSimulator.Presentations.PresentationRequest;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>The simulator's encrypted responses, opened by the product's own reader, which shares no code with them.</summary>
public sealed class SimulatedEncryptionTests
{
    private const string Answer = """{"vp_token":{"pid":["a~b"]}}""";

    [Theory]
    [InlineData(JweEncryptions.A128GCM, "A128GCM")]
    [InlineData(JweEncryptions.A256GCM, "A256GCM")]
    [InlineData(JweEncryptions.All, "A128GCM")]
    public void A_response_is_encrypted_as_offered_and_opens_with_the_key_of_the_request_alone(JweEncryptions offered, string used)
    {
        using var key = DecryptionKey.Generate();
        using var another = DecryptionKey.Generate(key.PublicKey.KeyId);
        var encryption = Request.Parse(Question(new VerifierMetadata { EncryptionKey = key.PublicKey, Encryptions = offered })).Encryption!;

        var response = (string)JsonNode.Parse(encryption.Encrypt(Answer))!["response"]!;

        Assert.Equal(used, encryption.ContentEncryption);
        Assert.Equal(key.PublicKey.ThumbprintSha256.ToArray(), encryption.KeyThumbprint);
        Assert.Equal(key.PublicKey.KeyId, CompactJwe.Parse(response, new JweLimits(), out _)!.KeyId);
        Assert.NotNull(EncryptedResponse.Open(response, key, offered, new JweLimits(), out _));
        Assert.Null(EncryptedResponse.Open(response, another, offered, new JweLimits(), out var error));
        Assert.NotEqual(JweError.None, error);
    }

    [Fact]
    public void A_request_for_an_encrypted_response_without_a_usable_key_is_no_request()
    {
        Assert.Throws<FormatException>(() => Request.Parse(Question(new VerifierMetadata())));
        Assert.Throws<FormatException>(() => ResponseEncryption.Parse(null));
    }

    [Fact]
    public void Other_content_encryptions_are_not_spoken() => Assert.False(EcdhEsJwe.Supports("A128CBC-HS256"));

    private static JsonObject Question(VerifierMetadata metadata)
    {
        var text = Eudiplo.Protocol.Wire.Json.WriteText(metadata.WriteTo);
        return new JsonObject
        {
            ["response_type"] = "vp_token",
            ["response_mode"] = "iae_post.jwt",
            ["nonce"] = "n",
            ["dcql_query"] = new JsonObject { ["credentials"] = new JsonArray() },
            ["client_metadata"] = JsonNode.Parse(text),
        };
    }
}
