namespace Eudiplo.Protocol.Cbor;

/// <summary>Why bytes were not read as CBOR.</summary>
public enum CborError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>More bytes than <see cref="CborLimits.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>More levels than <see cref="CborLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More data items than <see cref="CborLimits.MaxItems"/>.</summary>
    TooManyItems,

    /// <summary>Truncated, or otherwise not well-formed (RFC 8949 appendix C), or a text string that is not UTF-8.</summary>
    NotWellFormed,

    /// <summary>A map names the same key twice, however the two are encoded (RFC 8949 section 5.6).</summary>
    DuplicateKey,

    /// <summary>A map key that is neither an integer nor a text string: no structure that is read here has one.</summary>
    UnsupportedKey,

    /// <summary>Bytes follow the data item.</summary>
    TrailingData,
}
