using System.Buffers.Text;
using System.Security.Cryptography;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Grants;

/// <summary>
/// The secret of a refresh token: 128 bits that nobody can guess, and 128 bits of a MAC over them under the grant's key. The MAC tells a
/// token that was handed out and exchanged long ago from a made-up one: the first is a sign of theft, the second is noise, and must not be
/// able to end a grant whose id is no secret.
/// </summary>
internal static class RefreshSecret
{
    private const int BodyLength = 16;

    /// <summary>A secret with the first 16 bytes of another as its unguessable half.</summary>
    /// <param name="familyKey">The grant's key.</param>
    /// <param name="source">32 secret bytes in base64url.</param>
    public static string Make(byte[] familyKey, string source)
    {
        Span<byte> secret = stackalloc byte[Capability.SecretLength];
        Base64Url.DecodeFromChars(source, secret);
        WriteMac(familyKey, secret[..BodyLength], secret[BodyLength..]);
        return Base64Url.EncodeToString(secret);
    }

    /// <summary>Whether a secret was handed out by this grant at some time.</summary>
    public static bool IsOfFamily(byte[] familyKey, string secret)
    {
        Span<byte> bytes = stackalloc byte[Capability.SecretLength];
        Span<byte> mac = stackalloc byte[Capability.SecretLength - BodyLength];
        if (!StrictBase64Url.TryDecodeExactly(secret, bytes))
        {
            return false;
        }

        WriteMac(familyKey, bytes[..BodyLength], mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes[BodyLength..]);
    }

    private static void WriteMac(byte[] familyKey, ReadOnlySpan<byte> body, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(familyKey, body, whole);
        whole[..mac.Length].CopyTo(mac);
    }
}
