using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Protocol.Jwe;

namespace Eudiplo.Grains.Keys;

/// <summary>
/// The key that wallets encrypt credential requests to (OID4VCI, "Encrypted Credential Requests and Responses"). Each key of the tenant has
/// one: it is derived from the key's secret, and so comes and goes with it, and every node has it without asking.
/// </summary>
internal static class RequestEncryptionKey
{
    private const int ScalarLength = 32;

    /// <summary>The order of P-256 (FIPS 186-4, appendix D.1.2.3).</summary>
    private static readonly BigInteger Order =
        BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The key that belongs to a key of the tenant. The caller disposes it.</summary>
    public static DecryptionKey Of(TenantKey key)
    {
        // 128 bits more than the order has, so that the remainder favours no scalar (FIPS 186-5, appendix A.2.1).
        var wide = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.NonceSecret, ScalarLength + 16, info: "eudiplo.request_encryption"u8.ToArray());
        var scalar = (new BigInteger(wide, isUnsigned: true, isBigEndian: true) % (Order - 1)) + 1;
        var octets = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        var d = new byte[ScalarLength];
        octets.CopyTo(d, ScalarLength - octets.Length);
        try
        {
            using var pair = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
            return DecryptionKey.TryImport(pair.ExportPkcs8PrivateKey(), keyId: null, out var made)
                ? made
                : throw new InvalidOperationException("A derived key was not one.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wide);
            CryptographicOperations.ZeroMemory(octets);
            CryptographicOperations.ZeroMemory(d);
        }
    }
}
