namespace Eudiplo.Protocol.Presentations;

/// <summary>
/// Why a presentation was refused. For the log alone: names are stable, and the wallet is told one text for all of them
/// (<see cref="VerificationFailure.WalletText"/>).
/// </summary>
public enum VerificationFailureReason
{
    /// <summary>The response or the <c>vp_token</c> is not what OpenID4VP 1.0 section 8.1 describes.</summary>
    VpTokenMalformed,

    /// <summary>The <c>vp_token</c> has an entry for an id that the query does not have.</summary>
    UnknownQueryId,

    /// <summary>An entry has no presentation, or several where the query does not say <c>multiple</c>.</summary>
    WrongPresentationCount,

    /// <summary>No verifier is there for the format asked for.</summary>
    FormatNotSupported,

    /// <summary>A presentation cannot be read in its format.</summary>
    PresentationMalformed,

    /// <summary>The issuer's JWT has the wrong <c>typ</c>.</summary>
    TypeHeaderWrong,

    /// <summary>An algorithm that is not on the allow-list.</summary>
    AlgorithmNotAllowed,

    /// <summary>A claim that must be there is missing, or one has the wrong type.</summary>
    ClaimMalformed,

    /// <summary>Nothing in the configuration trusts this issuer.</summary>
    IssuerNotTrusted,

    /// <summary>The issuer is trusted by its metadata and the caller has not handed it in: see <see cref="VerificationFailure.Issuer"/>.</summary>
    IssuerMetadataNeeded,

    /// <summary>The issuer is trusted, but the JWT's key is not among its keys.</summary>
    IssuerKeyNotFound,

    /// <summary>The certificate chain is refused.</summary>
    CertificateChainInvalid,

    /// <summary>The certificate does not name the issuer.</summary>
    CertificateNamesAnotherIssuer,

    /// <summary>The issuer's signature is wrong.</summary>
    IssuerSignatureInvalid,

    /// <summary>A disclosure or a digest breaks a rule of RFC 9901 section 7, or a mdoc element has not its digest.</summary>
    DisclosureInvalid,

    /// <summary>A claim that the issuer must show to everybody was selectively disclosed.</summary>
    ClaimMustNotBeSelectivelyDisclosed,

    /// <summary>The credential is not yet valid, or was issued in the future.</summary>
    NotYetValid,

    /// <summary>The credential has expired.</summary>
    Expired,

    /// <summary>Holder binding is required and there is no proof of it.</summary>
    HolderBindingMissing,

    /// <summary>The credential names no holder key, or none that can be used.</summary>
    HolderKeyMissing,

    /// <summary>The proof of holder binding cannot be read, or has the wrong <c>typ</c>.</summary>
    HolderBindingMalformed,

    /// <summary>The proof of holder binding is for another nonce.</summary>
    NonceMismatch,

    /// <summary>The proof of holder binding is for another audience.</summary>
    AudienceMismatch,

    /// <summary>The proof of holder binding is too old, or from the future.</summary>
    HolderBindingTimeOutsideWindow,

    /// <summary>The proof of holder binding is over another credential or other disclosures.</summary>
    HolderBindingHashMismatch,

    /// <summary>The proof of holder binding is not signed by the holder's key.</summary>
    HolderSignatureInvalid,

    /// <summary>The <c>status</c> claim cannot be read.</summary>
    StatusMalformed,

    /// <summary>Not one of the types (<c>vct</c>, <c>doctype</c>) that the query asks for.</summary>
    CredentialTypeMismatch,

    /// <summary>No certificate of the chain belongs to the trusted authorities of the query.</summary>
    TrustedAuthorityMismatch,

    /// <summary>Claims that the query asks for are missing, or have other values.</summary>
    ClaimsNotSatisfied,

    /// <summary>A credential, or a set of them, that the query requires is missing.</summary>
    CredentialSetNotSatisfied,
}
