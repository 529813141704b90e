using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eudiplo.Protocol.Cbor;

namespace Eudiplo.Unit.Tests.Cbor;

public class CborJsonTests
{
    private static string? Json(string hex, CborLimits? limits = null)
    {
        limits ??= CborLimits.Default;
        Assert.True(CborParser.TryParse(Convert.FromHexString(hex), limits, out CborItem? item, out _));
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (!CborJson.TryWrite(writer, item, limits))
        {
            return null;
        }

        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Values of RFC 8949 appendix A, and what is told of them.
    [Theory]
    [InlineData("00", "0")]
    [InlineData("1bffffffffffffffff", "18446744073709551615")]
    [InlineData("20", "-1")]
    [InlineData("3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("c249010000000000000000", "\"18446744073709551616\"")]
    [InlineData("c349010000000000000000", "\"-18446744073709551617\"")]
    [InlineData("c240", "\"0\"")]
    [InlineData("f93c00", "1")]
    [InlineData("fb3ff199999999999a", "1.1")]
    [InlineData("f97c00", "\"Infinity\"")]
    [InlineData("f9fc00", "\"-Infinity\"")]
    [InlineData("f97e00", "\"NaN\"")]
    [InlineData("f4", "false")]
    [InlineData("f5", "true")]
    [InlineData("f6", "null")]
    [InlineData("f7", "null")]
    [InlineData("f0", "16")]
    [InlineData("c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\"")]
    [InlineData("c11a514b67b0", "\"2013-03-21T20:04:00Z\"")]
    [InlineData("c1fb41d452d9ec200000", "\"2013-03-21T20:04:00.5Z\"")]
    [InlineData("c120", "\"1969-12-31T23:59:59Z\"")]
    [InlineData("c11bffffffffffffffff", "18446744073709551615")]
    [InlineData("d903ec6a313934302d31302d3039", "\"1940-10-09\"")]
    [InlineData("d8643929b3", "\"1940-10-09\"")]
    [InlineData("d8641bffffffffffffffff", "18446744073709551615")]
    [InlineData("d74401020304", "\"AQIDBA\"")]
    [InlineData("d818456449455446", "\"IETF\"")]
    [InlineData("d82076687474703a2f2f7777772e6578616d706c652e636f6d", "\"http://www.example.com\"")]
    [InlineData("40", "\"\"")]
    [InlineData("44fffefdfc", "\"__79_A\"")]
    [InlineData("6161", "\"a\"")]
    [InlineData("62c3bc", "\"ü\"")]
    [InlineData("64f0908591", "\"\\uD800\\uDD51\"")]
    [InlineData("80", "[]")]
    [InlineData("8301820203820405", "[1,[2,3],[4,5]]")]
    [InlineData("a0", "{}")]
    [InlineData("a201020304", "{\"1\":2,\"3\":4}")]
    [InlineData("a12061 61", "{\"-1\":\"a\"}")]
    [InlineData("a26161016162820203", "{\"a\":1,\"b\":[2,3]}")]
    public void A_value_is_told_in_JSON(string hex, string json) =>
        Assert.Equal(json, Json(hex.Replace(" ", "", StringComparison.Ordinal)));

    [Fact]
    public void Keys_that_become_the_same_name_are_refused() => Assert.Null(Json("a201016131f6"));

    [Fact]
    public void A_big_integer_that_is_too_big_is_refused()
    {
        Assert.NotNull(Json("c25840" + new string('f', 128)));
        Assert.Null(Json("c25841" + new string('f', 130)));
    }

    [Theory]
    [InlineData("d81840")]
    [InlineData("d81841ff")]
    [InlineData("d818420000")]
    public void Encoded_CBOR_that_is_none_is_refused(string hex) => Assert.Null(Json(hex));

    [Fact]
    public void Encoded_CBOR_counts_as_nesting()
    {
        byte[] value = [0x00];
        for (int level = 0; level < 8; level++)
        {
            value = Mdoc.TestMdoc.Embedded(value);
        }

        Assert.Equal("0", Json(Convert.ToHexString(value), CborLimits.Default with { MaxDepth = 8 }));
        Assert.Null(Json(Convert.ToHexString(value), CborLimits.Default with { MaxDepth = 7 }));
    }
}
