using System.Buffers.Binary;
using System.Text;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>Reads the fields of a Protobuf message by their numbers, as far as OTLP needs it.</summary>
internal readonly struct ProtobufReader(ReadOnlyMemory<byte> message)
{
    /// <summary>The messages in a field.</summary>
    public IEnumerable<ProtobufReader> Messages(params int[] path)
    {
        IEnumerable<ProtobufReader> found = [this];
        foreach (var number in path)
        {
            found = found.SelectMany(m => m.Fields().Where(f => f.Number == number).Select(f => new ProtobufReader(f.Bytes)));
        }

        return found;
    }

    /// <summary>The text of a field; empty when it is missing, as in Protobuf.</summary>
    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    /// <summary>The bytes of a field in hexadecimal digits.</summary>
    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    /// <summary>The number of a field; 0 when it is missing.</summary>
    public ulong Number(int number) => Fields().LastOrDefault(f => f.Number == number).Value;

    /// <summary>Whether there is such a field.</summary>
    public bool Has(int number) => Fields().Any(f => f.Number == number);

    /// <summary>The attributes of a field: key-value messages whose values are texts, numbers or truth values.</summary>
    public IReadOnlyDictionary<string, string> Attributes(int number) =>
        Messages(number).ToDictionary(a => a.Text(1), a => a.Messages(2).Select(AnyValue).FirstOrDefault(""));

    /// <summary>An <c>AnyValue</c> as text.</summary>
    public static string AnyValue(ProtobufReader value) => value.Has(1) ? value.Text(1) : value.Number(value.Has(3) ? 3 : 2).ToString();

    private ReadOnlyMemory<byte> Bytes(int number) => Fields().LastOrDefault(f => f.Number == number).Bytes;

    private IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields()
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = VarInt(message.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (number, VarInt(message.Span, ref at), default);
                    break;
                case 1:
                    yield return (number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)VarInt(message.Span, ref at);
                    yield return (number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return (number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default);
                    at += 4;
                    break;
                default:
                    throw new FormatException($"Wire type {tag & 7} at {at}.");
            }
        }
    }

    private static ulong VarInt(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
