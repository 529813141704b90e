using System.Security.Cryptography;

namespace Eudiplo.Storage.Encryption;

/// <summary>A master key of 32 random bytes, from a file or a mounted secret.</summary>
internal sealed class FileMasterKey : MasterKey
{
    private readonly byte[] _key;

    public FileMasterKey(ReadOnlySpan<byte> secret)
    {
        // The wrapping key and the public name come from the secret by one-way functions: neither tells anything of the other.
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.ToArray(), AesGcmBox.KeyBytes, info: "Eudiplo.MasterKey.Wrap"u8.ToArray());
        Id = "file:" + Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.ToArray(), 8, info: "Eudiplo.MasterKey.Id"u8.ToArray()));
    }

    public override string Id { get; }

    private static ReadOnlySpan<byte> Purpose => "Eudiplo.MasterKey.1"u8;

    public override byte[] Wrap(ReadOnlySpan<byte> secret) => AesGcmBox.Seal(_key, secret, Purpose);

    public override byte[] Unwrap(ReadOnlySpan<byte> wrapped) => AesGcmBox.Open(_key, wrapped, Purpose);

    protected override void Dispose(bool disposing) => CryptographicOperations.ZeroMemory(_key);
}
