namespace Eudiplo.Protocol.Trust;

/// <summary>Why a certificate chain was refused. Names are stable: they are written to the log.</summary>
public enum CertificateChainError
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>Empty, too many or too large certificates, or not DER of X.509.</summary>
    Malformed,

    /// <summary>It does not lead to a configured trust anchor, or a signature in it is wrong.</summary>
    NotTrusted,

    /// <summary>The certificates are not each the issuer of the one before.</summary>
    OutOfOrder,

    /// <summary>A certificate of the chain is not yet, or no longer, valid at the time asked about.</summary>
    OutsideValidity,

    /// <summary>A certificate is signed with an algorithm that is no longer secure, or of an unknown kind.</summary>
    WeakSignature,

    /// <summary>The signer's certificate is a CA's, or a CA's certificate is none.</summary>
    BasicConstraints,

    /// <summary>The signer's certificate has a key usage without digitalSignature.</summary>
    KeyUsage,

    /// <summary>The signer's certificate signs itself.</summary>
    SelfSigned,

    /// <summary>The signer's key is of a kind that Eudiplo does not verify with.</summary>
    UnsupportedKey,
}
