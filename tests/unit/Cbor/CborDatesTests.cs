using Eudiplo.Protocol.Cbor;

namespace Eudiplo.Unit.Tests.Cbor;

public class CborDatesTests
{
    private static bool Read(string text, out DateTimeOffset time)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.True(CborParser.TryParse((byte[])[0xc0, 0x78, (byte)utf8.Length, .. utf8], CborLimits.Default, out CborItem? item, out _));
        return CborDates.TryReadDateTime(item, out time);
    }

    [Theory]
    [InlineData("2026-09-01T12:00:00Z", "2026-09-01T12:00:00Z")]
    [InlineData("2026-09-01T12:00:00.25Z", "2026-09-01T12:00:00.25Z")]
    [InlineData("2026-09-01T14:00:00+02:00", "2026-09-01T12:00:00Z")]
    [InlineData("2026-09-01T07:00:00-05:00", "2026-09-01T12:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    public void An_RFC_3339_time_is_read(string text, string utc)
    {
        Assert.True(Read(text, out DateTimeOffset time));
        Assert.Equal(utc, CborDates.ToText(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Z")]
    [InlineData("2026-09-01")]
    [InlineData("2026-09-01T12:00:00")]
    [InlineData("2026-09-01T12:00Z")]
    [InlineData("2026-09-01 12:00:00Z")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-09-01T24:00:00Z")]
    [InlineData("2026-09-01T12:00:00+0200")]
    [InlineData("2026-09-01T12:00:00+25:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("２026-09-01T12:00:00Z")]
    [InlineData(" 2026-09-01T12:00:00Z")]
    public void What_is_no_RFC_3339_time_is_not(string text) => Assert.False(Read(text, out _));

    [Fact]
    public void A_time_without_its_tag_is_none()
    {
        Assert.True(CborParser.TryParse((byte[])[0x60], CborLimits.Default, out CborItem? item, out _));
        Assert.False(CborDates.TryReadDateTime(item, out _));
        Assert.False(CborDates.TryReadNumericDate(item, out _));
    }
}
