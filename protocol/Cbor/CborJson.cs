using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Cbor;

/// <summary>
/// Tells a CBOR value in JSON, so that rules and backends read one kind of document:
/// <list type="bullet">
/// <item>integers and finite floats are numbers; NaN and the infinities are the texts <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>;</item>
/// <item>big integers (tags 2 and 3) are their decimal digits as text;</item>
/// <item>byte strings are base64url text without padding;</item>
/// <item>times (tags 0 and 1) and dates (tags 1004 and 100) are RFC 3339 texts;</item>
/// <item>encoded CBOR (tag 24) is what it encodes; any other tag is left out, its content stays;</item>
/// <item>map keys that are integers become their decimal digits;</item>
/// <item><c>undefined</c> is <c>null</c>; other simple values are their number.</item>
/// </list>
/// </summary>
public static class CborJson
{
    private const ulong BigTag = 2;
    private const ulong NegativeBigTag = 3;
    private const ulong EncodedCborTag = 24;
    private const int MaxBigIntegerLength = 64;

    /// <summary>
    /// Writes one value. False when it cannot be told: two keys of a map become the same name, a big integer is longer than 64
    /// octets, or encoded CBOR is not well-formed or nests too deep; then what was written so far is of no use.
    /// </summary>
    /// <param name="writer">Where to; it stands where a value may begin.</param>
    /// <param name="item">The value.</param>
    /// <param name="limits">Bounds of CBOR that is encoded in the value; its depth counts across such items.</param>
    public static bool TryWrite(Utf8JsonWriter writer, CborItem item, CborLimits limits)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(limits);
        return Write(writer, item, limits, limits.MaxDepth);
    }

    private static bool Write(Utf8JsonWriter writer, CborItem item, CborLimits limits, int depth)
    {
        switch (item.Kind)
        {
            case CborKind.UnsignedInteger or CborKind.Simple:
                writer.WriteNumberValue(item.Number);
                return true;
            case CborKind.NegativeInteger:
                writer.WriteRawValue((-1 - (Int128)item.Number).ToString(CultureInfo.InvariantCulture));
                return true;
            case CborKind.ByteString:
                writer.WriteStringValue(StrictBase64Url.Encode(item.Bytes.Span));
                return true;
            case CborKind.TextString:
                writer.WriteStringValue(item.Text);
                return true;
            case CborKind.Boolean:
                writer.WriteBooleanValue(item.Number == 1);
                return true;
            case CborKind.Float:
                WriteFloat(writer, item.Floating);
                return true;
            case CborKind.Array:
                return depth > 0 && WriteArray(writer, item, limits, depth - 1);
            case CborKind.Map:
                return depth > 0 && WriteMap(writer, item, limits, depth - 1);
            case CborKind.Tag:
                return depth > 0 && WriteTag(writer, item, limits, depth - 1);
            default:
                writer.WriteNullValue();
                return true;
        }
    }

    private static bool WriteArray(Utf8JsonWriter writer, CborItem item, CborLimits limits, int depth)
    {
        writer.WriteStartArray();
        foreach (CborItem element in item.Items)
        {
            if (!Write(writer, element, limits, depth))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool WriteMap(Utf8JsonWriter writer, CborItem item, CborLimits limits, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach ((CborItem key, CborItem value) in item.Entries)
        {
            string name = key.Kind switch
            {
                CborKind.TextString => key.Text,
                CborKind.UnsignedInteger => key.Number.ToString(CultureInfo.InvariantCulture),
                _ => (-1 - (Int128)key.Number).ToString(CultureInfo.InvariantCulture),
            };
            if (!names.Add(name))
            {
                return false;
            }

            writer.WritePropertyName(name);
            if (!Write(writer, value, limits, depth))
            {
                return false;
            }
        }

        writer.WriteEndObject();
        return true;
    }

    private static bool WriteTag(Utf8JsonWriter writer, CborItem item, CborLimits limits, int depth)
    {
        CborItem content = item.Items[0];
        switch (item.Number)
        {
            case BigTag or NegativeBigTag when content.Kind == CborKind.ByteString:
                return WriteBigInteger(writer, content.Bytes.Span, negative: item.Number == NegativeBigTag);
            case EncodedCborTag when content.Kind == CborKind.ByteString:
                return CborParser.TryParse(content.Bytes, limits with { MaxDepth = depth }, out CborItem? encoded, out _)
                    && Write(writer, encoded, limits, depth);
            case CborDates.EpochTag when CborDates.TryReadNumericDate(content, out DateTimeOffset time):
                writer.WriteStringValue(CborDates.ToText(time));
                return true;
            case CborDates.EpochDaysTag when content.TryGetInt64(out long days) && CborDates.ToDateText(days) is { } date:
                writer.WriteStringValue(date);
                return true;
            default:
                return Write(writer, content, limits, depth);
        }
    }

    private static bool WriteBigInteger(Utf8JsonWriter writer, ReadOnlySpan<byte> octets, bool negative)
    {
        if (octets.Length > MaxBigIntegerLength)
        {
            return false;
        }

        var number = new BigInteger(octets, isUnsigned: true, isBigEndian: true);
        writer.WriteStringValue((negative ? -1 - number : number).ToString(CultureInfo.InvariantCulture));
        return true;
    }

    private static void WriteFloat(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        }
    }
}
