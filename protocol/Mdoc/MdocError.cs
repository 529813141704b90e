namespace Eudiplo.Protocol.Mdoc;

/// <summary>
/// Why a DeviceResponse was refused. For the log and for tests: the wallet is told only that the presentation failed. Names are
/// stable.
/// </summary>
public enum MdocError
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>Not base64url.</summary>
    NotBase64Url,

    /// <summary>Not one well-formed CBOR item within the limits.</summary>
    NotCbor,

    /// <summary>Not of the shape of a DeviceResponse (ISO/IEC 18013-5 section 8.3.2.1.2.2).</summary>
    MalformedResponse,

    /// <summary>The version is not 1.x.</summary>
    VersionNotSupported,

    /// <summary>The device says that its answer is an error (<c>status</c> is not 0).</summary>
    StatusNotOk,

    /// <summary>No document, or more than allowed.</summary>
    DocumentCount,

    /// <summary>More data elements than allowed.</summary>
    TooManyElements,

    /// <summary>A data element occurs twice in a namespace, or a digest is used for two elements.</summary>
    ElementRepeated,

    /// <summary>A data element's value nests too deep, or cannot be told in JSON without ambiguity.</summary>
    ElementValueNotSupported,

    /// <summary>IssuerAuth is not a COSE_Sign1 that can be read, or its algorithm is not allowed.</summary>
    IssuerAuthMalformed,

    /// <summary>IssuerAuth names no certificate chain.</summary>
    ChainMissing,

    /// <summary>The chain does not end at a configured root, or a certificate is not valid now.</summary>
    ChainNotTrusted,

    /// <summary>The signer's certificate may not sign documents: key usage, or key purpose.</summary>
    SignerNotEntitled,

    /// <summary>The issuer's signature is wrong.</summary>
    IssuerSignatureInvalid,

    /// <summary>The MobileSecurityObject has not the shape of ISO/IEC 18013-5 section 9.1.2.4.</summary>
    MalformedSecurityObject,

    /// <summary>The MobileSecurityObject's digest algorithm is none of SHA-256, SHA-384, SHA-512.</summary>
    DigestAlgorithmNotSupported,

    /// <summary>A data element has no digest in the MobileSecurityObject.</summary>
    DigestMissing,

    /// <summary>A data element is not the one that was signed.</summary>
    DigestMismatch,

    /// <summary>The document's docType is not the signed one.</summary>
    DocTypeMismatch,

    /// <summary>The signing time lies outside the validity of the signer's certificate.</summary>
    SignedOutsideCertificate,

    /// <summary>The document is not valid yet.</summary>
    NotYetValid,

    /// <summary>The document is not valid any more.</summary>
    Expired,

    /// <summary>The device key cannot be read.</summary>
    DeviceKeyInvalid,

    /// <summary>DeviceAuth is a MAC: it needs a key agreement that OpenID4VP does not have.</summary>
    DeviceMacNotSupported,

    /// <summary>DeviceAuth is not a COSE_Sign1 that can be read, or its algorithm is not allowed.</summary>
    DeviceAuthMalformed,

    /// <summary>The device's signature is wrong: another key, another session, or another content.</summary>
    DeviceSignatureInvalid,
}
