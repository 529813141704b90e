using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.Storage.Encryption;

/// <summary>
/// The column <c>subject_hash</c>: HMAC-SHA256 of tenant and subject under a key that only the master key opens. The same user is found
/// again within a tenant; nobody with the database alone can tell who it is, nor that two tenants know the same user.
/// </summary>
internal sealed class SubjectHasher : IDisposable
{
    private byte[]? _key;

    public void Use(byte[] key) => _key = key;

    public byte[]? Hash(string tenantId, string? subject)
    {
        if (subject is null)
        {
            return null;
        }

        var key = _key ?? throw new InvalidOperationException("The storage is not initialized: call IStorageInitializer first.");
        var tenantBytes = Encoding.UTF8.GetByteCount(tenantId);
        var length = sizeof(int) + tenantBytes + Encoding.UTF8.GetByteCount(subject);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            // The length in front keeps tenant "ab" with subject "c" apart from tenant "a" with subject "bc".
            BinaryPrimitives.WriteInt32BigEndian(buffer, tenantBytes);
            Encoding.UTF8.GetBytes(tenantId, buffer.AsSpan(sizeof(int)));
            Encoding.UTF8.GetBytes(subject, buffer.AsSpan(sizeof(int) + tenantBytes));
            return HMACSHA256.HashData(key, buffer.AsSpan(0, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        if (_key is not null)
        {
            CryptographicOperations.ZeroMemory(_key);
        }
    }
}
