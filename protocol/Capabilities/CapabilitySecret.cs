using System.Security.Cryptography;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Capabilities;

/// <summary>The secret part of a capability: how it is kept, and how it is compared.</summary>
public static class CapabilitySecret
{
    /// <summary>SHA-256 of a secret: what is stored of it. Null when the text is no secret of <see cref="Capability.SecretLength"/> bytes.</summary>
    /// <param name="secret">The secret in base64url.</param>
    public static byte[]? Hash(string? secret)
    {
        Span<byte> bytes = stackalloc byte[Capability.SecretLength];
        return secret is not null && StrictBase64Url.TryDecodeExactly(secret, bytes) ? SHA256.HashData(bytes) : null;
    }

    /// <summary>Whether a secret is the one that a hash was made of. Takes the same time for every secret of the right length.</summary>
    /// <param name="secret">What a client sent, in base64url.</param>
    /// <param name="hash">The stored hash; null matches nothing.</param>
    public static bool Matches(string? secret, byte[]? hash) =>
        hash is not null && Hash(secret) is { } presented && CryptographicOperations.FixedTimeEquals(presented, hash);
}
