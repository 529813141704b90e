using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Clients;

/// <summary>The stored form of client secrets: <c>sha256:</c> and SHA-256 of the secret's UTF-8 text in base64url.</summary>
public static class ClientSecretHash
{
    private const string Prefix = "sha256:";

    /// <summary>The stored form of a secret.</summary>
    public static string Of(string secret) => Prefix + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Whether a text is the stored form of a secret.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && StrictBase64Url.TryDecodeExactly(text.AsSpan(Prefix.Length), hash);
    }

    /// <summary>Whether a secret is the one that was stored, in constant time.</summary>
    public static bool Matches(string secret, string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(secret)), Encoding.ASCII.GetBytes(stored));
    }
}
