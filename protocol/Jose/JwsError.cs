namespace Eudiplo.Protocol.Jose;

/// <summary>Why a JWS was refused. Names are stable: they are written to the log.</summary>
public enum JwsError
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>Longer than <see cref="JwsLimits"/> allow.</summary>
    TooLong,

    /// <summary>Not three base64url parts with dots between them.</summary>
    NotCompact,

    /// <summary>The header is not a JSON object, has a member twice, or a member of the wrong type.</summary>
    MalformedHeader,

    /// <summary>The payload is not a JSON object, or has a member twice.</summary>
    MalformedPayload,

    /// <summary>No <c>alg</c>, an unknown one, <c>none</c>, or one that is not on the allow-list.</summary>
    AlgorithmNotAllowed,

    /// <summary><c>crit</c> names an extension; none is known.</summary>
    CriticalHeaderNotUnderstood,

    /// <summary>The key's type, curve, <c>use</c> or <c>alg</c> does not fit the JWS.</summary>
    KeyDoesNotFit,

    /// <summary>The key's numbers are no key.</summary>
    KeyInvalid,

    /// <summary>The signature is not this key's over this text.</summary>
    SignatureInvalid,
}
