using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.Jose;

/// <summary>
/// JWS compact serialization with ES256. Written apart from the product's own JOSE on purpose: a mistake shared by both sides
/// would go unnoticed.
/// </summary>
public static class CompactJws
{
    /// <summary>Signs a header and a payload as they are; `alg` is taken from the header and not checked.</summary>
    public static string Sign(JsonObject header, JsonObject payload, EcKey key)
    {
        var signingInput = $"{Encode(header)}.{Encode(payload)}";
        return $"{signingInput}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signingInput)))}";
    }

    /// <summary>A JWS with `alg` none and an empty signature: what no verifier may accept.</summary>
    public static string Unsecured(JsonObject header, JsonObject payload)
    {
        var bare = (JsonObject)header.DeepClone();
        bare["alg"] = "none";
        return $"{Encode(bare)}.{Encode(payload)}.";
    }

    /// <summary>The payload of a JWS, not verified.</summary>
    /// <exception cref="FormatException">The text is not a compact JWS with a JSON object in it.</exception>
    public static JsonObject Payload(string jws) => Part(jws, 1);

    /// <summary>The header of a JWS, not verified.</summary>
    /// <exception cref="FormatException">The text is not a compact JWS with a JSON object in it.</exception>
    public static JsonObject Header(string jws) => Part(jws, 0);

    /// <summary>Whether the signature of a JWS fits a key: for the tests of the simulator itself.</summary>
    public static bool Verify(string jws, EcKey key)
    {
        var end = jws.LastIndexOf('.');
        return end > 0 && key.Verify(Encoding.ASCII.GetBytes(jws[..end]), Base64Url.DecodeFromChars(jws.AsSpan(end + 1)));
    }

    /// <summary>The same JWS with one bit of its signature turned.</summary>
    public static string TamperSignature(string jws)
    {
        var end = jws.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(jws.AsSpan(end + 1));
        signature[^1] ^= 1;
        return $"{jws[..end]}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>A JSON object as base64url text.</summary>
    public static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString(JsonText.Plain)));

    private static JsonObject Part(string jws, int index)
    {
        var parts = jws.Split('.');
        return parts.Length == 3 && JsonNode.Parse(Base64Url.DecodeFromChars(parts[index])) is JsonObject json
            ? json
            : throw new FormatException("Not a compact JWS.");
    }
}
