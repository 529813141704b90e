namespace Eudiplo.Protocol.StatusList;

/// <summary>Why a Status List Token, or a place in it, was refused. Names are stable: they are written to the log.</summary>
public enum StatusListError
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>Longer than <see cref="StatusListLimits.MaxTokenLength"/>.</summary>
    TooLong,

    /// <summary>Neither a JWT nor a tagged COSE_Sign1 with a claims set.</summary>
    Malformed,

    /// <summary><c>typ</c> is not <c>statuslist+jwt</c>, or <c>application/statuslist+cwt</c>.</summary>
    TypeWrong,

    /// <summary>The algorithm is not on the allow-list.</summary>
    AlgorithmNotAllowed,

    /// <summary>No trusted key verifies it: none is configured, none fits, or its chain leads to no configured root.</summary>
    KeyNotTrusted,

    /// <summary>The signature is wrong.</summary>
    SignatureInvalid,

    /// <summary>A required claim is missing, or a claim has the wrong type or range.</summary>
    ClaimMalformed,

    /// <summary><c>sub</c> is not the URI that the credential names.</summary>
    SubjectMismatch,

    /// <summary><c>iat</c> or <c>nbf</c> is in the future.</summary>
    NotYetValid,

    /// <summary><c>exp</c> has passed.</summary>
    Expired,

    /// <summary><c>bits</c> is none of 1, 2, 4 and 8.</summary>
    BitsNotSupported,

    /// <summary>The list is not ZLIB of DEFLATE (RFC 1950).</summary>
    NotCompressed,

    /// <summary>The list is longer than <see cref="StatusListLimits.MaxListLength"/> when decompressed.</summary>
    ListTooLong,
}
