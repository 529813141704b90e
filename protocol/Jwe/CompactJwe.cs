using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Jwe;

/// <summary>
/// A JWE in compact serialization with ECDH-ES in direct mode and AES-GCM: what OpenID4VP 1.0 section 8.3 and the encrypted
/// responses of OID4VCI need. Microsoft.IdentityModel has ECDH-ES with key wrapping only; the primitives are the framework's.
/// </summary>
public sealed class CompactJwe
{
    internal const int IvLength = 12;
    internal const int TagLength = 16;
    private const int MaxPartyInfoLength = 1024;
    private readonly byte[] _aad;
    private readonly byte[] _iv;
    private readonly byte[] _ciphertext;
    private readonly byte[] _tag;
    private readonly Jwk _ephemeralKey;
    private readonly byte[] _partyU;
    private readonly byte[] _partyV;

    private CompactJwe(
        JsonElement header, JweEncryptions encryption, Jwk ephemeralKey, (byte[] U, byte[] V) party, byte[] aad, byte[][] parts)
    {
        Header = header;
        Encryption = encryption;
        KeyId = header.TryGetString("kid", out string keyId) ? keyId : null;
        _ephemeralKey = ephemeralKey;
        (_partyU, _partyV) = party;
        _aad = aad;
        (_iv, _ciphertext, _tag) = (parts[0], parts[1], parts[2]);
    }

    /// <summary>The protected header.</summary>
    public JsonElement Header { get; }

    /// <summary>The one algorithm of <c>enc</c>.</summary>
    public JweEncryptions Encryption { get; }

    /// <summary><c>kid</c>, if any: which of the verifier's keys was used.</summary>
    public string? KeyId { get; }

    /// <summary>Reads a compact JWE; null, with the reason, when it is refused.</summary>
    public static CompactJwe? Parse(ReadOnlySpan<char> text, JweLimits limits, out JweError error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (text.Length > limits.MaxLength)
        {
            error = JweError.TooLong;
            return null;
        }

        Span<Range> ranges = stackalloc Range[6];
        if (text.Split(ranges, '.') != 5)
        {
            error = JweError.NotCompact;
            return null;
        }

        ReadOnlySpan<char> headerText = text[ranges[0]];
        if (headerText.Length > limits.MaxHeaderLength)
        {
            error = JweError.TooLong;
            return null;
        }

        if (!StrictBase64Url.TryDecode(headerText, out byte[]? headerOctets)
            || !StrictBase64Url.TryDecode(text[ranges[1]], out byte[]? encryptedKey)
            || !StrictBase64Url.TryDecode(text[ranges[2]], out byte[]? iv)
            || !StrictBase64Url.TryDecode(text[ranges[3]], out byte[]? ciphertext)
            || !StrictBase64Url.TryDecode(text[ranges[4]], out byte[]? tag))
        {
            error = JweError.NotCompact;
            return null;
        }

        error = ReadHeader(headerOctets, limits, out JsonElement header, out JweEncryptions encryption, out Jwk? epk, out var party);
        if (error == JweError.None)
        {
            error = encryptedKey.Length != 0 ? JweError.EncryptedKeyPresent
                : iv.Length != IvLength || tag.Length != TagLength ? JweError.WrongLength
                : JweError.None;
        }

        if (error != JweError.None)
        {
            return null;
        }

        byte[] aad = new byte[headerText.Length];
        Encoding.ASCII.GetBytes(headerText, aad);
        return new(header, encryption, epk!, party, aad, [iv, ciphertext, tag]);
    }

    /// <summary>Decrypts with the recipient's key.</summary>
    /// <param name="key">
    /// The key. A JWE with a <c>kid</c> must name this key. OpenID4VP 1.0 section 8.3 has the wallet always send the <c>kid</c>; one
    /// that does not is answered all the same, since the content decrypts with the right key only.
    /// </param>
    /// <param name="allowed">The content encryptions that the request offered.</param>
    /// <param name="plaintext">The content, or null.</param>
    /// <returns><see cref="JweError.None"/>, or why not.</returns>
    public JweError Decrypt(DecryptionKey key, JweEncryptions allowed, out byte[]? plaintext)
    {
        ArgumentNullException.ThrowIfNull(key);
        plaintext = null;
        if ((Encryption & allowed) == JweEncryptions.None)
        {
            return JweError.EncryptionNotAllowed;
        }

        if (KeyId is not null && KeyId != key.PublicKey.KeyId)
        {
            return JweError.KeyMismatch;
        }

        if (_ephemeralKey.Curve != key.PublicKey.Curve || key.Agree(_ephemeralKey) is not { } secret)
        {
            return JweError.EphemeralKeyInvalid;
        }

        byte[] contentKey = ConcatKdf.DeriveKey(
            secret, Encryption.ToString(), _partyU, _partyV, JweEncryptionNames.KeyLength(Encryption));
        byte[] content = new byte[_ciphertext.Length];
        try
        {
            using var aes = new AesGcm(contentKey, TagLength);
            aes.Decrypt(_iv, _ciphertext, _tag, content, _aad);
            plaintext = content;
            return JweError.None;
        }
        catch (CryptographicException)
        {
            return JweError.DecryptionFailed;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(contentKey);
        }
    }

    private static JweError ReadHeader(
        byte[] octets,
        JweLimits limits,
        out JsonElement header,
        out JweEncryptions encryption,
        out Jwk? epk,
        out (byte[] U, byte[] V) party)
    {
        (encryption, epk, party) = (JweEncryptions.None, null, default);
        if (!StrictJson.TryParse(octets, out header, limits.MaxDepth)
            || header.ValueKind != JsonValueKind.Object
            || !header.TryGetString("alg", out string algorithm)
            || !header.TryGetString("enc", out string encryptionName)
            || (header.TryGetProperty("kid", out JsonElement keyId) && keyId.ValueKind != JsonValueKind.String)
            || !TryReadPartyInfo(header, "apu", out byte[]? partyU)
            || !TryReadPartyInfo(header, "apv", out byte[]? partyV))
        {
            return JweError.MalformedHeader;
        }

        if (header.TryGetProperty("crit", out _) || header.TryGetProperty("zip", out _))
        {
            return JweError.HeaderNotUnderstood;
        }

        if (algorithm != DecryptionKey.Algorithm)
        {
            return JweError.AlgorithmNotAllowed;
        }

        encryption = JweEncryptionNames.Parse(encryptionName);
        if (encryption == JweEncryptions.None)
        {
            return JweError.EncryptionNotAllowed;
        }

        party = (partyU, partyV);
        return header.TryGetProperty("epk", out JsonElement key) && Jwk.TryParse(key, out epk, out _) && epk.Type == JwkType.EC
            ? JweError.None
            : JweError.EphemeralKeyInvalid;
    }

    private static bool TryReadPartyInfo(JsonElement header, string name, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = [];
        return !header.TryGetProperty(name, out JsonElement member)
            || (member.ValueKind == JsonValueKind.String
                && StrictBase64Url.TryDecode(member.GetString(), out octets)
                && octets.Length <= MaxPartyInfoLength);
    }
}
