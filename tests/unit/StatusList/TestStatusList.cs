using System.Formats.Cbor;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.StatusList;
using Eudiplo.Unit.Tests.Mdoc;
using Eudiplo.Unit.Tests.SdJwt;

namespace Eudiplo.Unit.Tests.StatusList;

/// <summary>A status list in the making, in both formats, without any of the code under test.</summary>
public sealed class TestStatusList : IDisposable
{
    public const string Uri = "https://example.com/statuslists/1";
    public static readonly DateTimeOffset Now = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public TestKey Key { get; } = new();

    public JsonObject Header { get; } = new() { ["alg"] = "ES256", ["kid"] = "12", ["typ"] = "statuslist+jwt" };

    public JsonObject Claims { get; } = new()
    {
        ["sub"] = Uri,
        ["iat"] = Now.ToUnixTimeSeconds() - 3600,
        ["exp"] = Now.ToUnixTimeSeconds() + 3600,
        ["ttl"] = 600,
        ["status_list"] = new JsonObject { ["bits"] = 1, ["lst"] = "eNrbuRgAAhcBXQ" },
    };

    /// <summary>The claims of the CWT, by label; a null writes CBOR's null.</summary>
    public Dictionary<int, Action<CborWriter>> CwtClaims { get; } = new()
    {
        [2] = writer => writer.WriteTextString(Uri),
        [6] = writer => writer.WriteInt64(Now.ToUnixTimeSeconds() - 3600),
        [4] = writer => writer.WriteInt64(Now.ToUnixTimeSeconds() + 3600),
        [65534] = writer => writer.WriteInt32(600),
        [65533] = List("bits", 1, "lst", "78dadbb918000217015d"),
    };

    public Action<CborWriter>? CwtType { get; set; } = writer => writer.WriteTextString("application/statuslist+cwt");

    public int CwtAlgorithm { get; set; } = -7;

    public ulong? CwtTag { get; set; } = 18;

    public StatusListTrust Trust => new() { Keys = new JwkSet([Key.Public("12")]) };

    public static Action<CborWriter> List(string bitsName, int bits, string listName, string lst) => writer =>
    {
        writer.WriteStartMap(2);
        writer.WriteTextString(bitsName);
        writer.WriteInt32(bits);
        writer.WriteTextString(listName);
        writer.WriteByteString(Convert.FromHexString(lst));
        writer.WriteEndMap();
    };

    public static byte[] Compress(byte[] list)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.SmallestSize))
        {
            zlib.Write(list);
        }

        return buffer.ToArray();
    }

    public string Jwt() => Key.Sign(Header.ToJsonString(), Claims.ToJsonString());

    public byte[] Cwt()
    {
        byte[] header = TestMdoc.Encode(writer =>
        {
            writer.WriteStartMap(CwtType is null ? 1 : 2);
            writer.WriteInt32(1);
            writer.WriteInt32(CwtAlgorithm);
            if (CwtType is not null)
            {
                writer.WriteInt32(16);
                CwtType(writer);
            }

            writer.WriteEndMap();
        });
        byte[] payload = TestMdoc.Encode(writer =>
        {
            writer.WriteStartMap(CwtClaims.Count);
            foreach ((int label, Action<CborWriter> value) in CwtClaims)
            {
                writer.WriteInt32(label);
                value(writer);
            }

            writer.WriteEndMap();
        });
        return TestMdoc.Encode(writer =>
        {
            if (CwtTag is { } tag)
            {
                writer.WriteTag((CborTag)tag);
            }

            writer.WriteStartArray(4);
            writer.WriteByteString(header);
            writer.WriteStartMap(1);
            writer.WriteInt32(4);
            writer.WriteByteString("12"u8);
            writer.WriteEndMap();
            writer.WriteByteString(payload);
            writer.WriteByteString(TestMdoc.Sign(Key.Key, header, payload));
            writer.WriteEndArray();
        });
    }

    public void Dispose() => Key.Dispose();
}
