namespace Eudiplo.Grains.Abstractions.Keys;

/// <summary>One ES256 key of a tenant. It is published before it signs, and stays published after it has signed for the last time.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.TenantKey")]
public sealed record TenantKey
{
    /// <summary>The <c>kid</c>: the RFC 7638 thumbprint of the public half.</summary>
    [Id(0)] public required string KeyId { get; init; }

    /// <summary>The public half as a JWK, JSON text.</summary>
    [Id(1)] public required string PublicJwk { get; init; }

    /// <summary>The private half, PKCS #8; null once the key signs no more. A secret.</summary>
    [Id(2)] public byte[]? PrivateKey { get; init; }

    /// <summary>A secret for the nonces of the key's time. 32 random bytes.</summary>
    [Id(3)] public required byte[] NonceSecret { get; init; }

    /// <summary>When the key was made and published.</summary>
    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it signs, in place of the one before it.</summary>
    [Id(5)] public required DateTimeOffset SignsFrom { get; init; }

    /// <summary>Never the key.</summary>
    public override string ToString() => KeyId;
}
