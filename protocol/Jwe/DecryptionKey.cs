using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Jwe;

/// <summary>
/// A private key that responses are encrypted to with ECDH-ES: made fresh for every presentation step, kept (encrypted) with the
/// session until the answer arrives. For all threads; dispose it to let go of the key.
/// </summary>
public sealed class DecryptionKey : IDisposable
{
    /// <summary>The <c>alg</c> of the public key and of every JWE to it.</summary>
    public const string Algorithm = "ECDH-ES";

    private readonly ECDiffieHellman _key;
    private readonly Lock _turn = new();

    private DecryptionKey(ECDiffieHellman key, string? keyId)
    {
        _key = key;
        Jwk bare = Jwk.FromEc(key.ExportParameters(includePrivateParameters: false));
        PublicKey = Jwk.FromEc(bare.ToEcParameters(), keyId ?? bare.Thumbprint, "enc", Algorithm);
    }

    /// <summary>
    /// The public key for <c>client_metadata.jwks</c>, with <c>kid</c>, <c>use</c> and <c>alg</c>; its thumbprint goes into the mdoc
    /// handover.
    /// </summary>
    public Jwk PublicKey { get; }

    /// <summary>Makes a fresh key on P-256.</summary>
    /// <param name="keyId">The <c>kid</c>; the thumbprint when null.</param>
    public static DecryptionKey Generate(string? keyId = null) => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), keyId);

    /// <summary>Reads a key that <see cref="ExportPkcs8"/> wrote; false when it is none, or not on P-256, P-384 or P-521.</summary>
    /// <param name="pkcs8">PKCS #8, DER.</param>
    /// <param name="keyId">The <c>kid</c>; the thumbprint when null.</param>
    /// <param name="key">The key, or null.</param>
    public static bool TryImport(ReadOnlySpan<byte> pkcs8, string? keyId, [NotNullWhen(true)] out DecryptionKey? key)
    {
        key = null;
        ECDiffieHellman imported = ECDiffieHellman.Create();
        try
        {
            imported.ImportPkcs8PrivateKey(pkcs8, out _);
            key = new(imported, keyId);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            imported.Dispose();
            return false;
        }
    }

    /// <summary>The private key in PKCS #8, DER. A secret: to be stored encrypted, never to be logged.</summary>
    public byte[] ExportPkcs8()
    {
        lock (_turn)
        {
            return _key.ExportPkcs8PrivateKey();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>The shared secret with a public key on the same curve; null when that is no point of the curve.</summary>
    internal byte[]? Agree(Jwk other)
    {
        try
        {
            using ECDiffieHellman imported = ECDiffieHellman.Create(other.ToEcParameters());
            using ECDiffieHellmanPublicKey publicKey = imported.PublicKey;

            // A key object is not promised to serve two threads at once.
            lock (_turn)
            {
                return _key.DeriveRawSecretAgreement(publicKey);
            }
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
