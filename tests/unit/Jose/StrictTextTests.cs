using System.Text;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Pkce;

namespace Eudiplo.Unit.Tests.Jose;

public class StrictTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("AA", "00")]
    [InlineData("-_8", "FBFF")]
    [InlineData("AAEC", "000102")]
    public void Base64url_is_decoded(string text, string hex)
    {
        Assert.True(StrictBase64Url.TryDecode(text, out var octets));
        Assert.Equal(hex, Convert.ToHexString(octets));
        Assert.Equal(text, StrictBase64Url.Encode(octets));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AA==")]
    [InlineData("AAE=")]
    [InlineData("AB")]
    [InlineData("AAF")]
    [InlineData("+/8")]
    [InlineData("A A")]
    [InlineData("AA\n")]
    [InlineData("ÄA")]
    [InlineData("A\0")]
    public void Every_other_spelling_of_base64url_is_refused(string text) => Assert.False(StrictBase64Url.TryDecode(text, out _));

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"x\":{\"a\":1,\"a\":1}}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\"")]
    [InlineData("\"\\ud800\\ud800\"")]
    [InlineData("\"\\ud800x\"")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("\"\\\\\\ud800\"")]
    [InlineData("\"\\ud83d\\n\"")]
    [InlineData("// comment\n1")]
    [InlineData("[1,]")]
    [InlineData("1 2")]
    [InlineData("NaN")]
    [InlineData("\uFEFF1")]
    [InlineData("")]
    [InlineData(" ")]
    public void JSON_that_two_readers_could_read_in_two_ways_is_refused(string text) => Assert.False(StrictJson.TryParse(text, out _));

    [Theory]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"\\\\ud800\"", "\\ud800")]
    [InlineData("\"\\\\\\\\ud800 \\\"\"", "\\\\ud800 \"")]
    [InlineData("\"\\u005C\\u0075d800\"", "\\ud800")]
    public void Strings_that_are_strings_are_read(string text, string value)
    {
        Assert.True(StrictJson.TryParse(text, out var json));
        Assert.Equal(value, json.GetString());
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        Assert.False(StrictJson.TryParse([(byte)'"', 0xC3, (byte)'"'], out _));
        Assert.False(StrictJson.TryParse([(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'], out _));
        Assert.False(StrictJson.TryParse("\"\ud800\"", out _));
    }

    [Fact]
    public void Nesting_is_limited()
    {
        static string Nested(int levels) => new string('[', levels) + new string(']', levels);

        Assert.True(StrictJson.TryParse(Nested(32), out _));
        Assert.False(StrictJson.TryParse(Nested(33), out _));
        Assert.False(StrictJson.TryParse(new string('[', 1_000_000), out _));
    }

    [Fact]
    public void The_example_of_RFC_7636_appendix_B_verifies()
    {
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", PkceS256.Challenge(Verifier));
        Assert.True(PkceS256.Verify(Verifier, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        Assert.False(PkceS256.Verify(Verifier.Replace('d', 'e'), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
        Assert.False(PkceS256.Verify(Verifier, Verifier));
        Assert.False(PkceS256.Verify(null, null));
    }

    [Theory]
    [InlineData(42, 'a', false)]
    [InlineData(43, 'a', true)]
    [InlineData(128, '~', true)]
    [InlineData(129, 'a', false)]
    [InlineData(43, '+', false)]
    [InlineData(43, '=', false)]
    [InlineData(43, 'ä', false)]
    [InlineData(43, '\n', false)]
    public void A_code_verifier_is_43_to_128_unreserved_characters(int length, char of, bool verifier) =>
        Assert.Equal(verifier, PkceS256.IsVerifier(new string(of, length)));

    [Theory]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", true)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-c", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=", false)]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN", false)]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXkdBjftJeZ4CVP", false)]
    public void A_code_challenge_is_32_octets_in_base64url(string text, bool challenge) => Assert.Equal(challenge, PkceS256.IsChallenge(text));

    [Fact]
    public void Text_and_octets_are_read_alike() =>
        Assert.True(StrictJson.TryParse(Encoding.UTF8.GetBytes("{\"ä\":\"€\"}"), out var json) && json.TryGetString("ä", out var euro) && euro == "€");
}
