using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// The JWS algorithms that Eudiplo knows (RFC 7518 section 3.1), one flag each, so that a value is an algorithm or an allow-list of
/// them. There is no <c>none</c> and nothing symmetric.
/// </summary>
[Flags]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "Flags")]
public enum JwsAlgorithms
{
    /// <summary>No algorithm; an allow-list that allows nothing.</summary>
    None = 0,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256 = 1,

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    ES384 = 2,

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    ES512 = 4,

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    PS256 = 8,

    /// <summary>RSASSA-PSS with SHA-384.</summary>
    PS384 = 16,

    /// <summary>RSASSA-PSS with SHA-512.</summary>
    PS512 = 32,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256 = 64,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    RS384 = 128,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    RS512 = 256,

    /// <summary>The three ECDSA algorithms.</summary>
    Ecdsa = ES256 | ES384 | ES512,

    /// <summary>ECDSA and RSASSA-PSS; without the older PKCS1-v1_5.</summary>
    EcdsaAndPss = Ecdsa | PS256 | PS384 | PS512,

    /// <summary>Every algorithm of this list.</summary>
    All = EcdsaAndPss | RS256 | RS384 | RS512,
}
