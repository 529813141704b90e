namespace Eudiplo.Grains.Tenants;

/// <summary>A signing key of the tenant, with the certificates that say whose it is.</summary>
public sealed record SigningKeyDocument
{
    /// <summary>The name by which presentation configurations refer to it.</summary>
    public required string KeyId { get; init; }

    /// <summary>An EC private key on P-256, P-384 or P-521, PEM; <c>privateKeyFile</c> names a file that holds it.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>The key's certificate first, and those of the CAs above it, PEM; or <c>certificateChainFile</c>.</summary>
    public required string CertificateChain { get; init; }

    /// <summary>Never the key.</summary>
    public override string ToString() => KeyId;
}
