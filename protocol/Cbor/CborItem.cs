using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.Cbor;

/// <summary>
/// A parsed CBOR data item. Immutable; keeps the bytes it was read from, because digests and signatures are over those
/// and never over a re-encoding.
/// </summary>
public sealed class CborItem
{
    private static readonly IReadOnlyList<CborItem> NoItems = [];
    private static readonly IReadOnlyList<KeyValuePair<CborItem, CborItem>> NoEntries = [];
    private readonly Dictionary<CborMapKey, CborItem>? _index;

    internal CborItem(
        CborKind kind,
        ReadOnlyMemory<byte> encoded,
        ulong number = 0,
        double floating = 0,
        ReadOnlyMemory<byte> bytes = default,
        string? text = null,
        IReadOnlyList<CborItem>? items = null,
        IReadOnlyList<KeyValuePair<CborItem, CborItem>>? entries = null,
        Dictionary<CborMapKey, CborItem>? index = null)
    {
        Kind = kind;
        Encoded = encoded;
        Number = number;
        Floating = floating;
        Bytes = bytes;
        Text = text ?? "";
        Items = items ?? NoItems;
        Entries = entries ?? NoEntries;
        _index = index;
        ItemCount = 1 + Items.Sum(item => item.ItemCount) + Entries.Sum(entry => entry.Key.ItemCount + entry.Value.ItemCount);
    }

    /// <summary>What the item is.</summary>
    public CborKind Kind { get; }

    /// <summary>The item as it was received, tags of this item included.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>
    /// The argument: the value of an unsigned integer, <c>-1 - value</c> of a negative one, the tag number, the number of a
    /// simple value, 1 for <c>true</c>.
    /// </summary>
    public ulong Number { get; }

    /// <summary>The value of a floating-point item.</summary>
    public double Floating { get; }

    /// <summary>The content of a byte string.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The content of a text string; empty for anything else.</summary>
    public string Text { get; }

    /// <summary>The elements of an array; the tagged item of a tag.</summary>
    public IReadOnlyList<CborItem> Items { get; }

    /// <summary>The pairs of a map, in the order received.</summary>
    public IReadOnlyList<KeyValuePair<CborItem, CborItem>> Entries { get; }

    /// <summary>How many data items it consists of, itself and keys included: what <see cref="CborLimits.MaxItems"/> bounds.</summary>
    public int ItemCount { get; }

    /// <summary>Whether this is an array with exactly <paramref name="count"/> elements.</summary>
    public bool IsArray(int count) => Kind == CborKind.Array && Items.Count == count;

    /// <summary>Whether this is the tag <paramref name="tag"/>; then <paramref name="content"/> is what it applies to.</summary>
    public bool IsTag(ulong tag, [NotNullWhen(true)] out CborItem? content)
    {
        content = Kind == CborKind.Tag && Number == tag ? Items[0] : null;
        return content is not null;
    }

    /// <summary>The value of an integer that fits 64 bits with a sign.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        if (Number > long.MaxValue)
        {
            return false;
        }

        switch (Kind)
        {
            case CborKind.UnsignedInteger:
                value = (long)Number;
                return true;
            case CborKind.NegativeInteger:
                value = -1 - (long)Number;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The member of a map under a text key.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out CborItem? value) => TryGet(CborMapKey.Of(key), out value);

    /// <summary>The member of a map under a text key, if it is of the kind asked for.</summary>
    public bool TryGet(string key, CborKind kind, [NotNullWhen(true)] out CborItem? value) =>
        TryGet(key, out value) && value.Kind == kind;

    /// <summary>The member of a map under an integer key.</summary>
    public bool TryGet(long key, [NotNullWhen(true)] out CborItem? value) => TryGet(CborMapKey.Of(key), out value);

    /// <summary>The member of a map under an integer key, if it is of the kind asked for.</summary>
    public bool TryGet(long key, CborKind kind, [NotNullWhen(true)] out CborItem? value) =>
        TryGet(key, out value) && value.Kind == kind;

    /// <summary>The member of a map under the same key as <paramref name="key"/> is.</summary>
    public bool TryGet(CborItem key, [NotNullWhen(true)] out CborItem? value)
    {
        value = null;
        return CborMapKey.TryOf(key, out CborMapKey mapKey) && TryGet(mapKey, out value);
    }

    private bool TryGet(CborMapKey key, [NotNullWhen(true)] out CborItem? value)
    {
        value = null;
        return _index is not null && _index.TryGetValue(key, out value);
    }
}
