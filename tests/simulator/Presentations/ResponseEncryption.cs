using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Jose;

namespace Eudiplo.WalletSimulator.Presentations;

/// <summary>The verifier's key that a response is encrypted to, and how (OpenID4VP, section 8.3).</summary>
/// <param name="Point">The key on P-256.</param>
/// <param name="KeyId">Its `kid`.</param>
/// <param name="ContentEncryption">`A128GCM` or `A256GCM`.</param>
public sealed record ResponseEncryption(ECPoint Point, string? KeyId, string ContentEncryption)
{
    private const string Default = "A128GCM";

    /// <summary>The SHA-256 thumbprint of the key (RFC 7638), which goes into the handover of mdocs.</summary>
    public byte[] KeyThumbprint { get; } = SHA256.HashData(Encoding.ASCII.GetBytes(
        $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(Point.X!)}}","y":"{{Base64Url.EncodeToString(Point.Y!)}}"}"""));

    /// <summary>Chooses the key and the content encryption from `client_metadata`: the first of each that the simulator can use.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static ResponseEncryption Parse(JsonObject? clientMetadata)
    {
        var key = (clientMetadata?["jwks"]?["keys"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(jwk =>
            (string?)jwk["kty"] == "EC" && (string?)jwk["crv"] == "P-256" && (string?)jwk["alg"] == "ECDH-ES"
            && (string?)jwk["use"] is null or "enc")
            ?? throw new FormatException("The openid4vp_request asks for an encrypted response and brings no P-256 key for ECDH-ES.");
        var encryption = clientMetadata!["encrypted_response_enc_values_supported"] is JsonArray offered
            ? offered.Select(value => (string)value!).FirstOrDefault(EcdhEsJwe.Supports)
            : Default;
        return new ResponseEncryption(
            new ECPoint { X = Base64Url.DecodeFromChars((string)key["x"]!), Y = Base64Url.DecodeFromChars((string)key["y"]!) },
            (string?)key["kid"],
            encryption ?? throw new FormatException("The openid4vp_request offers neither A128GCM nor A256GCM."));
    }

    /// <summary>The JSON text for `openid4vp_response`: `{"response": …}` with the answer encrypted in it.</summary>
    public string Encrypt(string answer) => new JsonObject
    {
        ["response"] = EcdhEsJwe.Encrypt(Encoding.UTF8.GetBytes(answer), Point, KeyId, ContentEncryption),
    }.ToJsonString(JsonText.Plain);
}
