using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.Jose;

/// <summary>
/// JWE compact serialization with ECDH-ES in direct mode and AES-GCM (RFC 7516; RFC 7518, sections 4.6 and 5.3). Written apart from the
/// product's own JOSE on purpose, as <see cref="CompactJws"/> is.
/// </summary>
public static class EcdhEsJwe
{
    private static readonly Dictionary<string, int> KeyLengths = new(StringComparer.Ordinal) { ["A128GCM"] = 16, ["A256GCM"] = 32 };

    /// <summary>Whether the content encryption can be used.</summary>
    public static bool Supports(string contentEncryption) => KeyLengths.ContainsKey(contentEncryption);

    /// <summary>Encrypts to a P-256 key.</summary>
    /// <param name="plaintext">What to encrypt.</param>
    /// <param name="recipient">The recipient's point.</param>
    /// <param name="keyId">The recipient's `kid`; null: none in the header.</param>
    /// <param name="contentEncryption">`A128GCM` or `A256GCM`.</param>
    /// <exception cref="KeyNotFoundException">Another content encryption.</exception>
    /// <exception cref="CryptographicException">The point is not on the curve.</exception>
    public static string Encrypt(ReadOnlySpan<byte> plaintext, ECPoint recipient, string? keyId, string contentEncryption)
    {
        var keyLength = KeyLengths[contentEncryption];
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = recipient });
        var point = ephemeral.ExportParameters(includePrivateParameters: false).Q;
        var header = new JsonObject
        {
            ["alg"] = "ECDH-ES",
            ["enc"] = contentEncryption,
            ["epk"] = new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(point.X!),
                ["y"] = Base64Url.EncodeToString(point.Y!),
            },
        };
        if (keyId is not null)
        {
            header["kid"] = keyId;
        }

        // The Concat KDF of up to 256 bits is one hash: round number, shared secret, OtherInfo.
        var derived = ephemeral.DeriveKeyFromHash(
            other.PublicKey, HashAlgorithmName.SHA256, [0, 0, 0, 1], OtherInfo(contentEncryption, keyLength));
        var encodedHeader = CompactJws.Encode(header);
        var iv = RandomNumberGenerator.GetBytes(12);
        var ciphertext = new byte[plaintext.Length];
        var tag = new byte[16];
        using var aes = new AesGcm(derived.AsSpan(0, keyLength), tag.Length);
        aes.Encrypt(iv, plaintext, ciphertext, tag, Encoding.ASCII.GetBytes(encodedHeader));
        return $"{encodedHeader}..{Base64Url.EncodeToString(iv)}.{Base64Url.EncodeToString(ciphertext)}.{Base64Url.EncodeToString(tag)}";
    }

    /// <summary>Decrypts what was encrypted to a P-256 key.</summary>
    /// <exception cref="FormatException">The text is no JWE of this form.</exception>
    /// <exception cref="CryptographicException">It was encrypted to another key, or changed.</exception>
    public static byte[] Decrypt(string jwe, ECDiffieHellman key)
    {
        var parts = jwe.Split('.');
        if (parts.Length != 5
            || JsonNode.Parse(Base64Url.DecodeFromChars(parts[0])) is not JsonObject header
            || (string?)header["alg"] != "ECDH-ES"
            || !KeyLengths.TryGetValue((string?)header["enc"] ?? string.Empty, out var keyLength))
        {
            throw new FormatException("Not a compact JWE with ECDH-ES and AES-GCM.");
        }

        var epk = header["epk"]!;
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars((string)epk["x"]!), Y = Base64Url.DecodeFromChars((string)epk["y"]!) },
        });
        var derived = key.DeriveKeyFromHash(other.PublicKey, HashAlgorithmName.SHA256, [0, 0, 0, 1], OtherInfo((string)header["enc"]!, keyLength));
        var ciphertext = Base64Url.DecodeFromChars(parts[3]);
        var plaintext = new byte[ciphertext.Length];
        using var aes = new AesGcm(derived.AsSpan(0, keyLength), 16);
        aes.Decrypt(Base64Url.DecodeFromChars(parts[2]), ciphertext, Base64Url.DecodeFromChars(parts[4]), plaintext, Encoding.ASCII.GetBytes(parts[0]));
        return plaintext;
    }

    /// <summary>AlgorithmID, empty PartyUInfo and PartyVInfo, and SuppPubInfo: the key's length in bits.</summary>
    private static byte[] OtherInfo(string contentEncryption, int keyLength)
    {
        var info = new byte[4 + contentEncryption.Length + 4 + 4 + 4];
        BinaryPrimitives.WriteInt32BigEndian(info, contentEncryption.Length);
        Encoding.ASCII.GetBytes(contentEncryption, info.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(info.AsSpan(info.Length - 4), keyLength * 8);
        return info;
    }
}
