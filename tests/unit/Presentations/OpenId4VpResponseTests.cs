using System.Text.Json;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Unit.Tests.Presentations;

public class OpenId4VpResponseTests
{
    [Theory]
    [InlineData("""{"vp_token":{"a":["x"]}}""", JsonValueKind.Object)]
    [InlineData("""{"vp_token":"mock-vp-token"}""", JsonValueKind.String)]
    [InlineData("""{"vp_token":null}""", JsonValueKind.Null)]
    public void A_vp_token_is_handed_on_whatever_it_is(string json, JsonValueKind kind) =>
        Assert.Equal(kind, OpenId4VpResponse.Parse(json)?.VpToken?.ValueKind);

    [Fact]
    public void An_encrypted_response_is_handed_on() =>
        Assert.Equal("a.b.c.d.e", OpenId4VpResponse.Parse("""{"response":"a.b.c.d.e"}""")?.EncryptedResponse);

    [Fact]
    public void The_wallets_own_error_is_read()
    {
        var response = OpenId4VpResponse.Parse("""{"error":"access_denied","error_description":"The user said no."}""");

        Assert.Equal(("access_denied", "The user said no."), (response?.Error, response?.ErrorDescription));
    }

    [Fact]
    public void An_error_description_that_is_no_plain_text_is_left_out()
    {
        var response = OpenId4VpResponse.Parse("""{"error":"access_denied","error_description":"a\nforged log line"}""");

        Assert.Equal(("access_denied", null), (response?.Error, response?.ErrorDescription));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"vp_token\"")]
    [InlineData("{\"vp_token\":{}")]
    [InlineData("""{"vp_token":{},"vp_token":{}}""")]
    [InlineData("""{"vp_token":{},"error":"access_denied"}""")]
    [InlineData("""{"vp_token":{},"response":"a.b.c.d.e"}""")]
    [InlineData("""{"response":""}""")]
    [InlineData("""{"response":{}}""")]
    [InlineData("""{"error":""}""")]
    [InlineData("""{"error":7}""")]
    [InlineData("""{"error":"a\"b"}""")]
    [InlineData("""{"vp_token":"\ud800"}""")]
    public void Everything_else_is_no_response(string? json) => Assert.Null(OpenId4VpResponse.Parse(json));

    [Fact]
    public void Deep_nesting_and_length_have_limits()
    {
        Assert.Null(OpenId4VpResponse.Parse($$"""{"vp_token":{{new string('[', 100)}}{{new string(']', 100)}}}"""));
        Assert.Null(OpenId4VpResponse.Parse("""{"vp_token":{}}""", maxLength: 10));
    }
}
