using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.SdJwt;

namespace Eudiplo.WalletSimulator.Credentials;

/// <summary>
/// What a wallet checks of an SD-JWT VC before it keeps it. Written apart from the product's own verifier on purpose: a mistake shared by
/// both sides would go unnoticed.
/// </summary>
/// <param name="Claims">The claims, with every disclosure put in its place.</param>
/// <param name="KeyId">The `kid` of the key that signed.</param>
/// <param name="Disclosed">How many claims can be disclosed one by one.</param>
public sealed record ReceivedCredential(JsonObject Claims, string KeyId, int Disclosed)
{
    /// <summary>Verifies a credential.</summary>
    /// <param name="text">The SD-JWT VC as it came.</param>
    /// <param name="keys">The issuer's JWK set.</param>
    /// <param name="issuer">The issuer that it must be of.</param>
    /// <param name="type">The `vct` that it must have; null: any.</param>
    /// <param name="holder">The key that it must be bound to.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="FormatException">It is not what it should be; the message says why.</exception>
    public static ReceivedCredential Verify(string text, JsonObject keys, string issuer, string? type, EcKey holder, DateTimeOffset now)
    {
        var parts = text.Split('~');
        Require(parts.Length >= 2 && parts[^1].Length == 0, "it has no tilde at its end");
        var header = CompactJws.Header(parts[0]);
        Require((string?)header["typ"] == "dc+sd-jwt" && (string?)header["alg"] == "ES256", "its typ or alg is another");
        var keyId = (string?)header["kid"] ?? throw Refused("it names no key");
        var key = (keys["keys"] as JsonArray)?.OfType<JsonObject>().SingleOrDefault(k => (string?)k["kid"] == keyId)
            ?? throw Refused("the issuer does not publish its key");
        Require(IsSigned(parts[0], key), "its signature is not that of its key");

        var claims = CompactJws.Payload(parts[0]);
        var hash = SdHash.FromName((string?)claims["_sd_alg"]);
        var disclosures = parts[1..^1].Select(Disclosure.Parse).ToDictionary(d => d.Digest(hash), StringComparer.Ordinal);
        var disclosed = disclosures.Count;
        Fill(claims, disclosures);
        Require(disclosures.Count == 0, "a disclosure is not among the digests that are signed");
        claims.Remove("_sd_alg");

        Require((string?)claims["iss"] == issuer, "it is of another issuer");
        Require(type is null || (string?)claims["vct"] == type, "it is of another type");
        var bound = claims["cnf"]?["jwk"];
        Require((string?)bound?["x"] == holder.X && (string?)bound?["y"] == holder.Y, "it is bound to another key");
        Require((long?)claims["exp"] > now.ToUnixTimeSeconds(), "it has no exp, or has expired");
        Require(claims["iat"] is null || (long)claims["iat"]! <= now.AddMinutes(1).ToUnixTimeSeconds(), "it is of the future");
        return new ReceivedCredential(claims, keyId, disclosed);
    }

    private static bool IsSigned(string jws, JsonObject key)
    {
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)key["x"]!), Y = Base64Url.DecodeFromChars((string)key["y"]!) },
        });
        var end = jws.LastIndexOf('.');
        return ecdsa.VerifyData(Encoding.ASCII.GetBytes(jws[..end]), Base64Url.DecodeFromChars(jws.AsSpan(end + 1)), HashAlgorithmName.SHA256);
    }

    private static void Fill(JsonNode? node, Dictionary<string, Disclosure> disclosures)
    {
        if (node is JsonObject members)
        {
            if (members["_sd"] is JsonArray digests)
            {
                members.Remove("_sd");
                foreach (var digest in digests)
                {
                    if (disclosures.Remove((string)digest!, out var disclosure))
                    {
                        Require(disclosure.Name is not null && !members.ContainsKey(disclosure.Name), "a disclosure has a name that is taken, or none");
                        members[disclosure.Name!] = disclosure.Value?.DeepClone();
                    }
                }
            }

            foreach (var (_, value) in members.ToList())
            {
                Fill(value, disclosures);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is JsonObject { Count: 1 } item && (string?)item["..."] is { } digest && disclosures.Remove(digest, out var element))
                {
                    items[i] = element.Value?.DeepClone();
                }

                Fill(items[i], disclosures);
            }
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Refused(otherwise);
        }
    }

    private static FormatException Refused(string why) => new($"The credential is refused: {why}.");
}
