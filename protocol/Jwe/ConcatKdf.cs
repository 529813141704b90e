using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.Protocol.Jwe;

/// <summary>The key derivation of ECDH-ES (RFC 7518 section 4.6.2): one round of the Concat KDF with SHA-256.</summary>
public static class ConcatKdf
{
    /// <summary>Derives a key.</summary>
    /// <param name="secret">The shared secret Z.</param>
    /// <param name="algorithm">AlgorithmID: the value of <c>enc</c>.</param>
    /// <param name="partyUInfo">The decoded <c>apu</c>; empty when there is none.</param>
    /// <param name="partyVInfo">The decoded <c>apv</c>; empty when there is none.</param>
    /// <param name="keyLength">The length of the key in octets, 1 to 32.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another length: it would need further rounds.</exception>
    public static byte[] DeriveKey(
        ReadOnlySpan<byte> secret, string algorithm, ReadOnlySpan<byte> partyUInfo, ReadOnlySpan<byte> partyVInfo, int keyLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keyLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyLength, SHA256.HashSizeInBytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(hash, 1);
        hash.AppendData(secret);
        AppendWithLength(hash, Encoding.ASCII.GetBytes(algorithm));
        AppendWithLength(hash, partyUInfo);
        AppendWithLength(hash, partyVInfo);
        AppendNumber(hash, keyLength * 8);
        return hash.GetHashAndReset()[..keyLength];
    }

    private static void AppendWithLength(IncrementalHash hash, ReadOnlySpan<byte> octets)
    {
        AppendNumber(hash, octets.Length);
        hash.AppendData(octets);
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(octets, number);
        hash.AppendData(octets);
    }
}
