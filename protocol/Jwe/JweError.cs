namespace Eudiplo.Protocol.Jwe;

/// <summary>Why a JWE was refused. Names are stable: they are written to the log.</summary>
public enum JweError
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>Longer than <see cref="JweLimits"/> allow.</summary>
    TooLong,

    /// <summary>Not five base64url parts with dots between them (RFC 7516 section 7.1).</summary>
    NotCompact,

    /// <summary>The header is not a JSON object, has a member twice, or a member of the wrong type.</summary>
    MalformedHeader,

    /// <summary><c>crit</c> names an extension, or <c>zip</c> asks for decompression; neither is done.</summary>
    HeaderNotUnderstood,

    /// <summary><c>alg</c> is not <c>ECDH-ES</c>.</summary>
    AlgorithmNotAllowed,

    /// <summary><c>enc</c> is not on the allow-list.</summary>
    EncryptionNotAllowed,

    /// <summary>There is an encrypted key, though ECDH-ES in direct mode has none (RFC 7518 section 4.6).</summary>
    EncryptedKeyPresent,

    /// <summary>The initialization vector is not of 96 bits, or the tag not of 128 (RFC 7518 section 5.3).</summary>
    WrongLength,

    /// <summary><c>epk</c> is no public key, or not on the curve of the recipient's key.</summary>
    EphemeralKeyInvalid,

    /// <summary><c>kid</c> does not name the recipient's key.</summary>
    KeyMismatch,

    /// <summary>The content was not encrypted to this key, or was changed.</summary>
    DecryptionFailed,

    /// <summary>The content is not the parameters of a presentation response.</summary>
    ContentMalformed,
}
