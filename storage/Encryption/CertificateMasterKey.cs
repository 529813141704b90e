using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Eudiplo.Storage.Encryption;

/// <summary>A master key that is a certificate's RSA key: each secret has an AES key of its own, wrapped by RSA-OAEP with SHA-256.</summary>
internal sealed class CertificateMasterKey : MasterKey
{
    private readonly RSA _key;

    public CertificateMasterKey(X509Certificate2 certificate)
    {
        _key = certificate.GetRSAPrivateKey() ?? throw new CryptographicException("The certificate has no RSA private key.");
        Id = "certificate:" + Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256).AsSpan(0, 8));
    }

    public override string Id { get; }

    private static ReadOnlySpan<byte> Purpose => "Eudiplo.MasterKey.Certificate.1"u8;

    public override byte[] Wrap(ReadOnlySpan<byte> secret)
    {
        Span<byte> key = stackalloc byte[AesGcmBox.KeyBytes];
        RandomNumberGenerator.Fill(key);
        var wrappedKey = _key.Encrypt(key, RSAEncryptionPadding.OaepSHA256);
        var box = AesGcmBox.Seal(key, secret, Purpose);
        CryptographicOperations.ZeroMemory(key);

        var result = new byte[sizeof(ushort) + wrappedKey.Length + box.Length];
        BinaryPrimitives.WriteUInt16BigEndian(result, checked((ushort)wrappedKey.Length));
        wrappedKey.CopyTo(result, sizeof(ushort));
        box.CopyTo(result, sizeof(ushort) + wrappedKey.Length);
        return result;
    }

    public override byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < sizeof(ushort) || wrapped.Length < sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(wrapped))
        {
            throw new CryptographicException("An encrypted value is too short.");
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(wrapped);
        var key = _key.Decrypt(wrapped.Slice(sizeof(ushort), length), RSAEncryptionPadding.OaepSHA256);
        try
        {
            return AesGcmBox.Open(key, wrapped[(sizeof(ushort) + length)..], Purpose);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    protected override void Dispose(bool disposing) => _key.Dispose();
}
