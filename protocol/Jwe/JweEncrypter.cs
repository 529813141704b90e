using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Jwe;

/// <summary>Encrypts to a public key with ECDH-ES in direct mode and AES-GCM, in compact serialization.</summary>
public static class JweEncrypter
{
    /// <summary>Encrypts <paramref name="plaintext"/> with a fresh ephemeral key and a fresh initialization vector.</summary>
    /// <param name="plaintext">The content.</param>
    /// <param name="recipient">An EC key whose <c>use</c> is <c>enc</c> or absent; its <c>kid</c>, if any, goes into the header.</param>
    /// <param name="encryption">Exactly one algorithm.</param>
    /// <param name="partyUInfo">The octets of <c>apu</c>; left out when empty.</param>
    /// <param name="partyVInfo">The octets of <c>apv</c>; left out when empty.</param>
    /// <param name="writeHeader">Writes further header members, for instance <c>typ</c> or <c>cty</c>.</param>
    /// <returns>The compact serialization, or null when the key is not one to encrypt to.</returns>
    public static string? Encrypt(
        ReadOnlySpan<byte> plaintext,
        Jwk recipient,
        JweEncryptions encryption,
        ReadOnlySpan<byte> partyUInfo = default,
        ReadOnlySpan<byte> partyVInfo = default,
        Action<Utf8JsonWriter>? writeHeader = null)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        if (encryption is not (JweEncryptions.A128GCM or JweEncryptions.A256GCM))
        {
            throw new ArgumentOutOfRangeException(nameof(encryption), encryption, "Not one algorithm.");
        }

        if (recipient.Type != JwkType.EC
            || recipient.Use is not (null or "enc")
            || recipient.Algorithm is not (null or DecryptionKey.Algorithm)
            || Agree(recipient, out Jwk? ephemeral) is not { } secret)
        {
            return null;
        }

        string header = StrictBase64Url.Encode(WriteHeader(recipient, ephemeral!, encryption, partyUInfo, partyVInfo, writeHeader));
        byte[] key = ConcatKdf.DeriveKey(
            secret, encryption.ToString(), partyUInfo, partyVInfo, JweEncryptionNames.KeyLength(encryption));
        byte[] iv = RandomNumberGenerator.GetBytes(CompactJwe.IvLength);
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] tag = new byte[CompactJwe.TagLength];
        using (var aes = new AesGcm(key, CompactJwe.TagLength))
        {
            aes.Encrypt(iv, plaintext, ciphertext, tag, Encoding.ASCII.GetBytes(header));
        }

        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(key);
        return $"{header}..{StrictBase64Url.Encode(iv)}.{StrictBase64Url.Encode(ciphertext)}.{StrictBase64Url.Encode(tag)}";
    }

    private static byte[]? Agree(Jwk recipient, out Jwk? ephemeral)
    {
        ephemeral = null;
        try
        {
            ECParameters parameters = recipient.ToEcParameters();
            using ECDiffieHellman other = ECDiffieHellman.Create(parameters);
            using ECDiffieHellmanPublicKey publicKey = other.PublicKey;
            using ECDiffieHellman own = ECDiffieHellman.Create(parameters.Curve);
            ephemeral = Jwk.FromEc(own.ExportParameters(includePrivateParameters: false));
            return own.DeriveRawSecretAgreement(publicKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> WriteHeader(
        Jwk recipient,
        Jwk ephemeral,
        JweEncryptions encryption,
        ReadOnlySpan<byte> partyUInfo,
        ReadOnlySpan<byte> partyVInfo,
        Action<Utf8JsonWriter>? writeHeader)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("alg", DecryptionKey.Algorithm);
            writer.WriteString("enc", encryption.ToString());
            if (recipient.KeyId is { } keyId)
            {
                writer.WriteString("kid", keyId);
            }

            writer.WritePropertyName("epk");
            ephemeral.WriteTo(writer);
            if (!partyUInfo.IsEmpty)
            {
                writer.WriteString("apu", StrictBase64Url.Encode(partyUInfo));
            }

            if (!partyVInfo.IsEmpty)
            {
                writer.WriteString("apv", StrictBase64Url.Encode(partyVInfo));
            }

            writeHeader?.Invoke(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
