using Eudiplo.Protocol.Dpop;

namespace Eudiplo.Unit.Tests.Dpop;

/// <summary>RFC 9449 section 4.3, check 9: htu is compared without query and fragment, after normalization.</summary>
public class DpopUriTests
{
    [Theory]
    [InlineData("https://as.example/t1/token", "https://as.example/t1/token")]
    [InlineData("HTTPS://AS.Example/t1/token", "https://as.example/t1/token")]
    [InlineData("https://as.example:443/t1/token", "https://as.example/t1/token")]
    [InlineData("https://as.example/t1/token?a=b#c", "https://as.example/t1/token")]
    [InlineData("https://as.example/t1/token", "https://as.example/t1/token?a=b")]
    [InlineData("https://as.example/t1/x/../token", "https://as.example/t1/token")]
    [InlineData("https://as.example/%74%31/token", "https://as.example/t1/token")]
    [InlineData("https://as.example/a%2fb", "https://as.example/a%2Fb")]
    [InlineData("https://as.example", "https://as.example/")]
    [InlineData("http://127.0.0.1:8080/demo/token", "http://127.0.0.1:8080/demo/token")]
    [InlineData("https://xn--bcher-kva.example/token", "https://bücher.example/token")]
    public void The_same_endpoint_matches(string htu, string request) => Assert.True(DpopUri.Matches(htu, new Uri(request)));

    [Theory]
    [InlineData("http://as.example/t1/token")]
    [InlineData("https://as.example:8443/t1/token")]
    [InlineData("https://evil.example/t1/token")]
    [InlineData("https://as.example.evil.example/t1/token")]
    [InlineData("https://as.example/t2/token")]
    [InlineData("https://as.example/t1/Token")]
    [InlineData("https://as.example/t1/token/")]
    [InlineData("https://as.example/t1%2Ftoken")]
    [InlineData("https://user@as.example/t1/token")]
    [InlineData("https://as.example@evil.example/t1/token")]
    [InlineData(" https://as.example/t1/token")]
    [InlineData("https://as.example/t1/token\n")]
    [InlineData("//as.example/t1/token")]
    [InlineData("/t1/token")]
    [InlineData("file:///t1/token")]
    [InlineData("ws://as.example/t1/token")]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https://[::1/t1/token")]
    [InlineData("https://as.example\uFEFF\u0000/t1/token")]
    [InlineData("https://\u0378.example/t1/token")]
    public void Another_endpoint_or_no_URI_does_not(string htu) =>
        Assert.False(DpopUri.Matches(htu, new Uri("https://as.example/t1/token")));

    [Fact]
    public void A_long_URI_is_refused() =>
        Assert.False(DpopUri.Matches("https://as.example/t1/token?" + new string('a', 2048), new Uri("https://as.example/t1/token")));
}
