using Eudiplo.Protocol.Cbor;

namespace Eudiplo.Unit.Tests.Cbor;

public class CborParserTests
{
    private static CborError Refusal(string hex, CborLimits? limits = null)
    {
        bool parsed = CborParser.TryParse(Convert.FromHexString(hex), limits ?? CborLimits.Default, out CborItem? item, out CborError error);
        Assert.Equal(parsed, error == CborError.None);
        Assert.Equal(parsed, item is not null);
        return error;
    }

    private static CborItem Read(string hex)
    {
        Assert.True(CborParser.TryParse(Convert.FromHexString(hex), CborLimits.Default, out CborItem? item, out _));
        return item;
    }

    // RFC 8949 appendix A.
    [Theory]
    [InlineData("00", CborKind.UnsignedInteger, 0UL)]
    [InlineData("17", CborKind.UnsignedInteger, 23UL)]
    [InlineData("1818", CborKind.UnsignedInteger, 24UL)]
    [InlineData("1bffffffffffffffff", CborKind.UnsignedInteger, ulong.MaxValue)]
    [InlineData("3bffffffffffffffff", CborKind.NegativeInteger, ulong.MaxValue)]
    [InlineData("20", CborKind.NegativeInteger, 0UL)]
    [InlineData("3903e7", CborKind.NegativeInteger, 999UL)]
    [InlineData("f4", CborKind.Boolean, 0UL)]
    [InlineData("f5", CborKind.Boolean, 1UL)]
    [InlineData("f6", CborKind.Null, 0UL)]
    [InlineData("f7", CborKind.Undefined, 0UL)]
    [InlineData("f0", CborKind.Simple, 16UL)]
    [InlineData("f8ff", CborKind.Simple, 255UL)]
    public void The_scalars_of_RFC_8949_appendix_A_are_read(string hex, CborKind kind, ulong number)
    {
        CborItem item = Read(hex);

        Assert.Equal(kind, item.Kind);
        Assert.Equal(number, item.Number);
    }

    [Theory]
    [InlineData("f93c00", 1.0)]
    [InlineData("fa47c35000", 100000.0)]
    [InlineData("fb3ff199999999999a", 1.1)]
    [InlineData("f97c00", double.PositiveInfinity)]
    public void Floats_of_every_width_are_read(string hex, double value) => Assert.Equal(value, Read(hex).Floating);

    [Theory]
    [InlineData("5f42010243030405ff", "0102030405")]
    [InlineData("4401020304", "01020304")]
    public void Byte_strings_are_read_whole_and_in_chunks(string hex, string content) =>
        Assert.Equal(content, Convert.ToHexString(Read(hex).Bytes.Span));

    [Theory]
    [InlineData("7f657374726561646d696e67ff", "streaming")]
    [InlineData("6449455446", "IETF")]
    [InlineData("62c3bc", "ü")]
    public void Text_strings_are_read_whole_and_in_chunks(string hex, string content) => Assert.Equal(content, Read(hex).Text);

    [Theory]
    [InlineData("9f018202039f0405ffff")]
    [InlineData("83018202039f0405ff")]
    public void Arrays_of_indefinite_length_are_read_like_others(string hex)
    {
        CborItem array = Read(hex);

        Assert.True(array.IsArray(3));
        Assert.True(array.Items[2].IsArray(2));
    }

    [Fact]
    public void Longer_than_needed_integers_are_read() => Assert.Equal(1UL, Read("1b0000000000000001").Number);

    [Fact]
    public void An_item_keeps_the_bytes_it_was_read_from()
    {
        CborItem array = Read("821b0000000000000001d818420102");

        Assert.Equal("1B0000000000000001", Convert.ToHexString(array.Items[0].Encoded.Span));
        Assert.Equal("D818420102", Convert.ToHexString(array.Items[1].Encoded.Span));
        Assert.True(array.Items[1].IsTag(24, out CborItem? content));
        Assert.Equal("0102", Convert.ToHexString(content.Bytes.Span));
    }

    [Fact]
    public void Members_are_found_by_integer_and_by_text()
    {
        CborItem map = Read("a3012061316178200a");

        Assert.True(map.TryGet(1, CborKind.NegativeInteger, out CborItem? one) && one.TryGetInt64(out long minusOne) && minusOne == -1);
        Assert.True(map.TryGet("1", out CborItem? text) && text.Text == "x");
        Assert.True(map.TryGet(-1, out CborItem? negative) && negative.Number == 10);
        Assert.False(map.TryGet("2", out _));
        Assert.False(Read("80").TryGet("2", out _));
    }

    [Theory]
    [InlineData("a2010101 02")] // the same bytes
    [InlineData("a20101180102")] // 1 in one byte, and in two
    [InlineData("a2616101 7f6161ff02")] // text, and text in chunks
    [InlineData("bf616101616102ff")]
    public void A_key_that_occurs_twice_is_refused_however_it_is_encoded(string hex) =>
        Assert.Equal(CborError.DuplicateKey, Refusal(hex.Replace(" ", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("a14101 02")] // a byte string
    [InlineData("a1800 1")]
    [InlineData("a1a001")]
    [InlineData("a1c10101")]
    [InlineData("a1f501")]
    [InlineData("a1f93c0001")]
    public void A_key_that_is_neither_integer_nor_text_is_refused(string hex) =>
        Assert.Equal(CborError.UnsupportedKey, Refusal(hex.Replace(" ", "", StringComparison.Ordinal)));

    // RFC 8949 appendix F.
    [Theory]
    [InlineData("")]
    [InlineData("18")]
    [InlineData("19")]
    [InlineData("1b010203")]
    [InlineData("41")]
    [InlineData("61")]
    [InlineData("5affffffff00")]
    [InlineData("7b7fffffffffffffff010203")]
    [InlineData("5bffffffffffffffff")]
    [InlineData("81")]
    [InlineData("9a01ff00")]
    [InlineData("9bffffffffffffffff")]
    [InlineData("bbffffffffffffffff")]
    [InlineData("bb8000000000000000")]
    [InlineData("a1")]
    [InlineData("a102")]
    [InlineData("bf01ff")]
    [InlineData("c0")]
    [InlineData("9f")]
    [InlineData("9f81ff")]
    [InlineData("5f4100")]
    [InlineData("5f6100ff")]
    [InlineData("7f4100ff")]
    [InlineData("5f5f4100ffff")]
    [InlineData("1c")]
    [InlineData("3f")]
    [InlineData("df")]
    [InlineData("ff")]
    [InlineData("81ff")]
    [InlineData("f800")]
    [InlineData("f814")]
    [InlineData("f81f")]
    [InlineData("f8")]
    [InlineData("fa0000")]
    [InlineData("61ff")]
    [InlineData("62c328")]
    [InlineData("63eda080")] // a lone surrogate
    [InlineData("7f61c361bcff")] // a character across chunks
    public void What_is_not_well_formed_is_refused(string hex) => Assert.Equal(CborError.NotWellFormed, Refusal(hex));

    [Theory]
    [InlineData("0000")]
    [InlineData("8000")]
    [InlineData("a000")]
    public void Bytes_after_the_item_are_refused(string hex) => Assert.Equal(CborError.TrailingData, Refusal(hex));

    [Theory]
    [InlineData("81")]
    [InlineData("c1")]
    [InlineData("9f")]
    [InlineData("a101")]
    public void Nesting_is_bounded(string level)
    {
        string deep = string.Concat(Enumerable.Repeat(level, 100_000)) + "00";

        Assert.Equal(CborError.TooDeep, Refusal(deep));
    }

    [Fact]
    public void The_deepest_nesting_allowed_is_read_and_one_more_is_not()
    {
        var limits = new CborLimits { MaxDepth = 3 };

        Assert.Equal(CborError.None, Refusal("81a101c100", limits));
        Assert.Equal(CborError.TooDeep, Refusal("81a101c18100", limits));
    }

    [Fact]
    public void The_number_of_items_is_bounded()
    {
        var limits = new CborLimits { MaxItems = 4 };

        Assert.Equal(CborError.None, Refusal("83010203", limits));
        Assert.Equal(CborError.TooManyItems, Refusal("8401020304", limits));
        Assert.Equal(CborError.TooManyItems, Refusal("a201020304", limits));
    }

    [Fact]
    public void The_number_of_bytes_is_bounded()
    {
        var limits = new CborLimits { MaxBytes = 4 };

        Assert.Equal(CborError.None, Refusal("43010203", limits));
        Assert.Equal(CborError.TooLarge, Refusal("4401020304", limits));
    }
}
