namespace Eudiplo.Protocol.Dpop;

/// <summary>
/// Why a DPoP proof was refused. Names are stable: they are written to the log. The client is told
/// <c>invalid_dpop_proof</c>, or <c>use_dpop_nonce</c> where only the nonce is at fault: see <see cref="DpopErrors"/>.
/// </summary>
public enum DpopError
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>No proof.</summary>
    Missing,

    /// <summary>More than one DPoP header (RFC 9449 section 4.3, check 1).</summary>
    SeveralProofs,

    /// <summary>Longer than allowed.</summary>
    TooLong,

    /// <summary>Not a compact JWS with a JSON object in header and payload (check 2).</summary>
    Malformed,

    /// <summary><c>typ</c> is not <c>dpop+jwt</c> (check 4).</summary>
    TypeWrong,

    /// <summary><c>alg</c> is not on the allow-list (check 5).</summary>
    AlgorithmNotAllowed,

    /// <summary><c>jwk</c> is missing, private, or no key that is supported (check 7).</summary>
    KeyInvalid,

    /// <summary>The signature is not that key's (check 6).</summary>
    SignatureInvalid,

    /// <summary><c>jti</c>, <c>htm</c>, <c>htu</c> or <c>iat</c> is missing, of the wrong type or too long (check 3).</summary>
    ClaimMalformed,

    /// <summary><c>htm</c> is another method (check 8).</summary>
    MethodMismatch,

    /// <summary><c>htu</c> is another URI (check 9).</summary>
    UriMismatch,

    /// <summary><c>iat</c> is too long ago (check 11).</summary>
    TooOld,

    /// <summary><c>iat</c> is in the future (check 11).</summary>
    FromTheFuture,

    /// <summary>A nonce is required and there is none (check 10).</summary>
    NonceMissing,

    /// <summary>The nonce is not one of ours, or has expired (check 10).</summary>
    NonceInvalid,

    /// <summary><c>ath</c> is missing or of another access token (check 12).</summary>
    AccessTokenHashMismatch,

    /// <summary>The proof is by another key than the one that the token, code or session is bound to (check 12).</summary>
    KeyMismatch,
}
