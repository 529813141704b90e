using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Text;

namespace Eudiplo.Protocol.Cbor;

/// <summary>
/// Reads one CBOR data item from bytes that anybody may have sent. Indefinite lengths and longer-than-needed integers are
/// read, as RFC 8949 section 4 allows to any encoder; what is not well-formed, a key that occurs twice, trailing bytes and
/// anything over the limits is refused. Work is linear in the number of bytes, and no exception leaves.
/// </summary>
public static class CborParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads <paramref name="data"/>, which must hold exactly one item and must not change afterwards.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> data, CborLimits limits, [NotNullWhen(true)] out CborItem? item, out CborError error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        item = null;
        if (data.Length > limits.MaxBytes)
        {
            error = CborError.TooLarge;
            return false;
        }

        var reading = new Reading(data, limits);
        try
        {
            item = reading.Read(limits.MaxDepth);
            error = item is null ? reading.Error : reading.AtEnd ? CborError.None : CborError.TrailingData;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            error = CborError.NotWellFormed;
        }

        item = error == CborError.None ? item : null;
        return item is not null;
    }

    private sealed class Reading(ReadOnlyMemory<byte> data, CborLimits limits)
    {
        // Lax, because the reader's stricter modes compare keys by their encodings: what they add is checked below by value.
        private readonly CborReader _reader = new(data, CborConformanceMode.Lax);
        private int _itemsLeft = limits.MaxItems;

        public CborError Error { get; private set; }

        public bool AtEnd => _reader.BytesRemaining == 0;

        public CborItem? Read(int depth)
        {
            if (--_itemsLeft < 0)
            {
                return Refuse(CborError.TooManyItems);
            }

            int start = data.Length - _reader.BytesRemaining;
            switch (_reader.PeekState())
            {
                case CborReaderState.UnsignedInteger:
                    ulong unsigned = _reader.ReadUInt64();
                    return new(CborKind.UnsignedInteger, Since(start), number: unsigned);
                case CborReaderState.NegativeInteger:
                    ulong negative = _reader.ReadCborNegativeIntegerRepresentation();
                    return new(CborKind.NegativeInteger, Since(start), number: negative);
                case CborReaderState.ByteString:
                    ReadOnlyMemory<byte> content = _reader.ReadDefiniteLengthByteString();
                    return new(CborKind.ByteString, Since(start), bytes: content);
                case CborReaderState.StartIndefiniteLengthByteString:
                    byte[] joined = _reader.ReadByteString();
                    return new(CborKind.ByteString, Since(start), bytes: joined);
                case CborReaderState.TextString:
                    string text = StrictUtf8.GetString(_reader.ReadDefiniteLengthTextStringBytes().Span);
                    return new(CborKind.TextString, Since(start), text: text);
                case CborReaderState.StartIndefiniteLengthTextString:
                    string chunks = ReadTextChunks();
                    return new(CborKind.TextString, Since(start), text: chunks);
                case CborReaderState.StartArray:
                    return depth <= 0 ? Refuse(CborError.TooDeep) : ReadArray(start, depth - 1);
                case CborReaderState.StartMap:
                    return depth <= 0 ? Refuse(CborError.TooDeep) : ReadMap(start, depth - 1);
                case CborReaderState.Tag:
                    return depth <= 0 ? Refuse(CborError.TooDeep) : ReadTag(start, depth - 1);
                case CborReaderState.Boolean:
                    bool truth = _reader.ReadBoolean();
                    return new(CborKind.Boolean, Since(start), number: truth ? 1UL : 0UL);
                case CborReaderState.Null:
                    _reader.ReadNull();
                    return new(CborKind.Null, Since(start));
                case CborReaderState.SimpleValue:
                    return ReadSimple(start);
                case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat
                    or CborReaderState.DoublePrecisionFloat:
                    double floating = _reader.ReadDouble();
                    return new(CborKind.Float, Since(start), floating: floating);
                default:
                    return Refuse(CborError.NotWellFormed);
            }
        }

        private CborItem? ReadArray(int start, int depth)
        {
            _reader.ReadStartArray();
            var items = new List<CborItem>();
            while (_reader.PeekState() != CborReaderState.EndArray)
            {
                if (Read(depth) is not { } item)
                {
                    return null;
                }

                items.Add(item);
            }

            _reader.ReadEndArray();
            return new(CborKind.Array, Since(start), items: items);
        }

        private CborItem? ReadMap(int start, int depth)
        {
            _reader.ReadStartMap();
            var entries = new List<KeyValuePair<CborItem, CborItem>>();
            var index = new Dictionary<CborMapKey, CborItem>();
            while (_reader.PeekState() != CborReaderState.EndMap)
            {
                // Depth zero: a key that has a structure of its own is refused before anything of it is read.
                if (Read(0) is not { } key)
                {
                    return Refuse(Error == CborError.TooDeep ? CborError.UnsupportedKey : Error);
                }

                if (!CborMapKey.TryOf(key, out CborMapKey mapKey))
                {
                    return Refuse(CborError.UnsupportedKey);
                }

                if (index.ContainsKey(mapKey))
                {
                    return Refuse(CborError.DuplicateKey);
                }

                if (Read(depth) is not { } value)
                {
                    return null;
                }

                index.Add(mapKey, value);
                entries.Add(new(key, value));
            }

            _reader.ReadEndMap();
            return new(CborKind.Map, Since(start), entries: entries, index: index);
        }

        private CborItem? ReadTag(int start, int depth)
        {
            ulong tag = (ulong)_reader.ReadTag();
            return Read(depth) is { } content
                ? new(CborKind.Tag, Since(start), number: tag, items: [content])
                : null;
        }

        private CborItem? ReadSimple(int start)
        {
            CborSimpleValue simple = _reader.ReadSimpleValue();
            ReadOnlyMemory<byte> encoded = Since(start);
            if (encoded.Length > 1 && (byte)simple < 32)
            {
                // Two bytes for a value that one byte can hold: RFC 8949 section 3.3 forbids it.
                return Refuse(CborError.NotWellFormed);
            }

            return simple == CborSimpleValue.Undefined
                ? new(CborKind.Undefined, encoded)
                : new(CborKind.Simple, encoded, number: (ulong)simple);
        }

        private string ReadTextChunks()
        {
            var text = new StringBuilder();
            _reader.ReadStartIndefiniteLengthTextString();
            while (_reader.PeekState() != CborReaderState.EndIndefiniteLengthTextString)
            {
                // Each chunk is UTF-8 on its own (RFC 8949 section 3.2.3).
                text.Append(StrictUtf8.GetString(_reader.ReadDefiniteLengthTextStringBytes().Span));
            }

            _reader.ReadEndIndefiniteLengthTextString();
            return text.ToString();
        }

        private ReadOnlyMemory<byte> Since(int start) => data[start..(data.Length - _reader.BytesRemaining)];

        private CborItem? Refuse(CborError error)
        {
            Error = error;
            return null;
        }
    }
}
