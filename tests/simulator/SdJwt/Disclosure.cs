using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Jose;

namespace Eudiplo.WalletSimulator.SdJwt;

/// <summary>One disclosure of an SD-JWT (RFC 9901, section 4.2).</summary>
/// <param name="Encoded">The base64url text as it travels; digests are over exactly this.</param>
/// <param name="Name">The claim's name; null for an array element.</param>
/// <param name="Value">The claim's value, perhaps with further digests in it.</param>
public sealed record Disclosure(string Encoded, string? Name, JsonNode? Value)
{
    /// <summary>Makes a disclosure with a fresh 128-bit salt.</summary>
    public static Disclosure Create(string? name, JsonNode? value)
    {
        var salt = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var array = name is null ? new JsonArray(salt, value?.DeepClone()) : new JsonArray(salt, name, value?.DeepClone());
        return new Disclosure(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(array.ToJsonString(JsonText.Plain))), name, value);
    }

    /// <summary>Reads a disclosure.</summary>
    /// <exception cref="FormatException">Not an array of two or three elements with a name where one belongs.</exception>
    public static Disclosure Parse(string encoded)
    {
        var array = JsonNode.Parse(Base64Url.DecodeFromChars(encoded)) as JsonArray;
        return array?.Count switch
        {
            2 => new Disclosure(encoded, null, array[1]?.DeepClone()),
            3 when (string?)array[1] is { } name => new Disclosure(encoded, name, array[2]?.DeepClone()),
            _ => throw new FormatException("A disclosure has two or three elements, and a name where there are three."),
        };
    }

    /// <summary>The digest that the issuer signed for this disclosure, base64url.</summary>
    public string Digest(HashAlgorithmName hash) =>
        Base64Url.EncodeToString(CryptographicOperations.HashData(hash, Encoding.ASCII.GetBytes(Encoded)));
}
