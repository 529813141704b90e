using System.Buffers;
using System.Diagnostics;
using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Cose;

namespace Eudiplo.Unit.Tests.Cbor;

/// <summary>Ten thousand generated inputs; EUDIPLO_FUZZ_RUNS=1000000 for the long run.</summary>
public class CborHostileTests
{
    private static readonly byte[] Good = Convert.FromHexString(Mdoc.AnnexD.DeviceResponse);

    /// <summary>Reads octets with everything that takes CBOR from outside, and compares with the framework's strict reader.</summary>
    private static void Read(byte[] octets)
    {
        bool parsed = CborParser.TryParse(octets, CborLimits.Default, out CborItem? item, out CborError error);
        Assert.Equal(parsed, item is not null);
        Assert.Equal(parsed, error == CborError.None);
        if (error is CborError.None or CborError.NotWellFormed or CborError.TrailingData)
        {
            Assert.Equal(IsStrict(octets), parsed);
        }

        if (item is null)
        {
            return;
        }

        Assert.Equal(octets, item.Encoded.ToArray());
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        if (CborJson.TryWrite(writer, item, CborLimits.Default))
        {
            writer.Flush();
            JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 64 });
        }

        CoseSign1.TryParse(item, CborLimits.Default, out _, out _);
        CoseKey.TryRead(item, out _);
    }

    private static bool IsStrict(byte[] octets)
    {
        try
        {
            var reader = new CborReader(octets, CborConformanceMode.Strict);
            reader.SkipValue();
            return reader.BytesRemaining == 0;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException)
        {
            // Skipping throws the second one for simple values that it takes for something else.
            return false;
        }
    }

    [Fact]
    public void Changed_CBOR_is_read_or_refused_as_the_framework_does_and_never_throws()
    {
        // Without the portrait, which is a thousand octets of no structure.
        byte[] small = Mdoc.TestMdoc.Encode(writer =>
        {
            writer.WriteStartMap(null);
            writer.WriteTextString("a");
            writer.WriteDouble(1.5);
            writer.WriteInt64(-70_000);
            writer.WriteStartArray(null);
            writer.WriteTag((CborTag)24);
            writer.WriteByteString([0xa1, 0x01, 0x80]);
            writer.WriteTag((CborTag)1004);
            writer.WriteTextString("1990-01-02");
            writer.WriteStartIndefiniteLengthByteString();
            writer.WriteByteString([1]);
            writer.WriteByteString([2]);
            writer.WriteEndIndefiniteLengthByteString();
            writer.WriteEndArray();
            writer.WriteTextString("b");
            writer.WriteTag(CborTag.UnsignedBigNum);
            writer.WriteByteString([1, 0]);
            writer.WriteInt32(4);
            writer.WriteNull();
            writer.WriteEndMap();
        });

        OctetMutator.Run(mutator => Read(mutator.Octets(mutator.Next(4) == 0 ? Good : small)));
    }

    [Fact]
    public void Random_octets_never_throw() => OctetMutator.Run(mutator => Read(mutator.Random(mutator.Next(64))));

    public static TheoryData<string, Func<int, byte[]>> Shapes => new()
    {
        { "many elements", size => [0x9f, .. new byte[size], 0xff] },
        { "many keys", size => Keys(size / 6, at => at) },
        { "many equal keys", size => Keys(size / 6, _ => 7) },
        { "one long text", size => Mdoc.TestMdoc.Encode(writer => writer.WriteTextString(new string('a', size))) },
        { "many chunks", size => [0x7f, .. Enumerable.Repeat((byte)0x60, size), 0xff] },
        { "many tags", size => [.. Enumerable.Repeat((byte)0xc6, size), 0x00] },
        { "many brackets", size => [.. Enumerable.Repeat((byte)0x81, size), 0x00] },
        { "many open maps", size => [.. Enumerable.Repeat(new byte[] { 0xbf, 0x01 }, size / 2).SelectMany(one => one)] },
    };

    private static byte[] Keys(int count, Func<int, int> key) => Mdoc.TestMdoc.Encode(writer =>
    {
        writer.WriteStartMap(count);
        for (int at = 0; at < count; at++)
        {
            writer.WriteInt32(100_000 + key(at));
            writer.WriteNull();
        }

        writer.WriteEndMap();
    });

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void CBOR_is_read_in_linear_time(string kind, Func<int, byte[]> make)
    {
        var limits = new CborLimits { MaxItems = int.MaxValue };
        const int Small = 50_000;
        (byte[] small, byte[] large) = (make(Small), make(4 * Small));
        CborParser.TryParse(make(1000), limits, out _, out _);

        // Four times the size: four times as long, or sixteen times when it were a square. The best of several tries, for a busy machine.
        double ratio = Enumerable.Range(0, 5).Min(_ => Measure(large) / Math.Max(Measure(small), 0.2));

        Assert.True(ratio < 12, string.Create(CultureInfo.InvariantCulture, $"{kind}: four times the size took {ratio:0.0} times as long"));

        double Measure(byte[] octets)
        {
            long start = Stopwatch.GetTimestamp();
            CborParser.TryParse(octets, limits, out _, out _);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
