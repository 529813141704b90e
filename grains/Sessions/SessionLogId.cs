using System.Security.Cryptography;

namespace Eudiplo.Grains.Sessions;

/// <summary>How a session is called in logs and traces: a hash of its id, since the id itself opens the backend's calls.</summary>
public static class SessionLogId
{
    /// <summary>The first 8 bytes of SHA-256 of the id, in hexadecimal digits.</summary>
    public static string Of(Guid id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id.ToByteArray(bigEndian: true), hash);
        return Convert.ToHexStringLower(hash[..8]);
    }
}
