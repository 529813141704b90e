using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Credentials;

/// <summary>
/// <c>c_nonce</c> values that need no memory (OID4VCI, "Nonce Endpoint"): when it expires, 96 random bits, and a MAC over both, so that every node
/// with the tenant's keys knows the nonces of the others.
/// </summary>
public static class CredentialNonces
{
    private const int TimeLength = 8;
    private const int BodyLength = 20;
    private const int MacLength = 16;

    /// <summary>Makes a nonce.</summary>
    /// <param name="key">The newest secret of the tenant.</param>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="expiresAt">When it expires.</param>
    public static string Issue(byte[] key, string tenantId, DateTimeOffset expiresAt)
    {
        Span<byte> nonce = stackalloc byte[BodyLength + MacLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce, expiresAt.ToUnixTimeMilliseconds());
        RandomNumberGenerator.Fill(nonce[TimeLength..BodyLength]);
        WriteMac(key, tenantId, nonce[..BodyLength], nonce[BodyLength..]);
        return StrictBase64Url.Encode(nonce);
    }

    /// <summary>Whether a nonce was made for this tenant with one of these secrets and has not expired.</summary>
    public static bool IsValid(IReadOnlyList<byte[]> keys, string tenantId, string nonce, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(nonce);
        if (nonce.Length != 48
            || !StrictBase64Url.TryDecode(nonce, out var octets)
            || BinaryPrimitives.ReadInt64BigEndian(octets) <= now.ToUnixTimeMilliseconds())
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[MacLength];
        foreach (var key in keys)
        {
            WriteMac(key, tenantId, octets.AsSpan(0, BodyLength), mac);
            if (CryptographicOperations.FixedTimeEquals(mac, octets.AsSpan(BodyLength)))
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteMac(byte[] key, string tenantId, ReadOnlySpan<byte> body, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, [.. "eudiplo.c_nonce "u8, .. Encoding.UTF8.GetBytes(tenantId), 0, .. body], whole);
        whole[..MacLength].CopyTo(mac);
    }
}
