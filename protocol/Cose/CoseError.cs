namespace Eudiplo.Protocol.Cose;

/// <summary>Why a COSE_Sign1 message or a COSE_Key was refused. Names are stable: they are written to the log.</summary>
public enum CoseError
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>Not the array of four that COSE_Sign1 is (RFC 9052 section 4.2), or a part of the wrong type.</summary>
    Malformed,

    /// <summary>A label stands in the protected and in the unprotected header (RFC 9052 section 3).</summary>
    HeaderRepeated,

    /// <summary>No <c>alg</c> in the protected header, an unknown one, or one that is not on the allow-list.</summary>
    AlgorithmNotAllowed,

    /// <summary><c>crit</c> names a header that is not understood here (RFC 9052 section 3.1).</summary>
    CriticalHeaderNotUnderstood,

    /// <summary>The payload is neither in the message nor given beside it, or is in both places.</summary>
    PayloadMissing,

    /// <summary>The key's type or curve does not fit the algorithm.</summary>
    KeyDoesNotFit,

    /// <summary>The key's numbers are no key.</summary>
    KeyInvalid,

    /// <summary>The signature is not this key's over this message.</summary>
    SignatureInvalid,
}
