namespace Eudiplo.Protocol.Cbor;

/// <summary>A map key by its value, so that two encodings of one key are the same key.</summary>
internal readonly record struct CborMapKey(CborKind Kind, ulong Number, string Text)
{
    public static CborMapKey Of(string text) => new(CborKind.TextString, 0, text);

    public static CborMapKey Of(long number) =>
        number >= 0
            ? new(CborKind.UnsignedInteger, (ulong)number, "")
            : new(CborKind.NegativeInteger, (ulong)(-1 - number), "");

    public static bool TryOf(CborItem item, out CborMapKey key)
    {
        bool usable = item.Kind is CborKind.TextString or CborKind.UnsignedInteger or CborKind.NegativeInteger;
        key = usable ? new(item.Kind, item.Number, item.Text) : default;
        return usable;
    }
}
