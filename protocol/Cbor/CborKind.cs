namespace Eudiplo.Protocol.Cbor;

/// <summary>The kind of a CBOR data item (RFC 8949 section 3.1), as far as a reader has to tell them apart.</summary>
public enum CborKind
{
    /// <summary>Major type 0.</summary>
    UnsignedInteger,

    /// <summary>Major type 1.</summary>
    NegativeInteger,

    /// <summary>Major type 2.</summary>
    ByteString,

    /// <summary>Major type 3.</summary>
    TextString,

    /// <summary>Major type 4.</summary>
    Array,

    /// <summary>Major type 5.</summary>
    Map,

    /// <summary>Major type 6: a tag number and the item it applies to.</summary>
    Tag,

    /// <summary>The simple values <c>false</c> and <c>true</c>.</summary>
    Boolean,

    /// <summary>The simple value <c>null</c>.</summary>
    Null,

    /// <summary>The simple value <c>undefined</c>.</summary>
    Undefined,

    /// <summary>Any other simple value.</summary>
    Simple,

    /// <summary>A floating-point number of 16, 32 or 64 bits.</summary>
    Float,
}
