namespace Eudiplo.Protocol.Jose;

/// <summary>The key types that Eudiplo reads (RFC 7518 section 6.1). OKP is not among them: the framework has no Ed25519.</summary>
public enum JwkType
{
    /// <summary>Elliptic curve: P-256, P-384 or P-521.</summary>
    EC,

    /// <summary>RSA, 2048 to 8192 bits.</summary>
    RSA,
}
