namespace Eudiplo.Grains.RequestSigning;

/// <summary>A key for presentation requests that Eudiplo made for a tenant, as it is stored. The storage encrypts it.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RequestKey")]
public sealed record RequestKey
{
    /// <summary>The key's name.</summary>
    [Id(0)] public required string KeyId { get; init; }

    /// <summary>The host that its certificate names.</summary>
    [Id(1)] public required string Host { get; init; }

    /// <summary>The private key, PKCS #8.</summary>
    [Id(2)] public required byte[] PrivateKey { get; init; }

    /// <summary>The certificates, DER, that of the key first.</summary>
    [Id(3)] public required IReadOnlyList<byte[]> Certificates { get; init; }

    /// <summary>When it was made.</summary>
    [Id(4)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its certificate ends.</summary>
    [Id(5)] public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Never the key.</summary>
    public override string ToString() => KeyId;
}
