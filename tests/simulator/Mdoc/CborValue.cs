using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>
/// Values of mdoc data elements: text, booleans, integers, byte strings, <see cref="DateOnly"/> (full-date) and
/// <see cref="DateTimeOffset"/> (tdate), lists and string-keyed dictionaries of these.
/// </summary>
internal static class CborValue
{
    public static byte[] Encode(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        write(writer);
        return writer.Encode();
    }

    /// <summary>Wraps an encoded item as #6.24(bstr), the form that digests and signatures of mdocs are over.</summary>
    public static byte[] Embed(byte[] encoded) => Encode(writer => WriteEmbedded(writer, encoded));

    public static void WriteEmbedded(CborWriter writer, byte[] encoded)
    {
        writer.WriteTag(CborTag.EncodedCborDataItem);
        writer.WriteByteString(encoded);
    }

    public static void WriteTime(CborWriter writer, DateTimeOffset time)
    {
        // tdate without fractions of a second and with Z (ISO/IEC 18013-5, section 9.1.2.4).
        writer.WriteTag(CborTag.DateTimeString);
        writer.WriteTextString(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    public static void Write(CborWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteTextString(text);
                break;
            case bool flag:
                writer.WriteBoolean(flag);
                break;
            case int number:
                writer.WriteInt32(number);
                break;
            case long number:
                writer.WriteInt64(number);
                break;
            case byte[] bytes:
                writer.WriteByteString(bytes);
                break;
            case DateOnly date:
                writer.WriteTag((CborTag)1004);
                writer.WriteTextString(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                WriteTime(writer, time);
                break;
            case IReadOnlyDictionary<string, object> map:
                writer.WriteStartMap(map.Count);
                foreach (var (key, member) in map)
                {
                    writer.WriteTextString(key);
                    Write(writer, member);
                }

                writer.WriteEndMap();
                break;
            case IReadOnlyList<object> list:
                writer.WriteStartArray(list.Count);
                foreach (var element in list)
                {
                    Write(writer, element);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"No data element can hold a {value.GetType().Name}.", nameof(value));
        }
    }

    /// <summary>The JSON form for value matching (RFC 8949, section 6.1); null where there is none worth matching.</summary>
    public static JsonNode? ToJson(object value) => value switch
    {
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => null,
    };
}
