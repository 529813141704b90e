using System.Security.Cryptography;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.PresentationRequests;

namespace Eudiplo.Unit.Tests.PresentationRequests;

public class PresentationBindingTests
{
    [Theory]
    [InlineData(ResponseMode.IaePost, "iae_post", false, "iae:")]
    [InlineData(ResponseMode.IaePostJwt, "iae_post.jwt", true, "iae:")]
    [InlineData(ResponseMode.IaPost, "ia_post", false, "ia:")]
    [InlineData(ResponseMode.IaPostJwt, "ia_post.jwt", true, "ia:")]
    [InlineData(ResponseMode.DirectPost, "direct_post", false, "")]
    [InlineData(ResponseMode.DirectPostJwt, "direct_post.jwt", true, "")]
    public void A_response_mode_has_its_name_and_its_prefix(ResponseMode mode, string name, bool encrypted, string prefix)
    {
        Assert.Equal(name, mode.Name());
        Assert.Equal(encrypted, mode.IsEncrypted());
        Assert.Equal(prefix, mode.AudiencePrefix());
        Assert.Equal(prefix.Length == 0, mode.IsDirectPost());
    }

    [Theory]
    [InlineData(ResponseMode.IaePost, "iae:https://example.com", "iae:https://example.com/t/oid4vci/authorize/interactive")]
    [InlineData(ResponseMode.IaePostJwt, "iae:https://example.com", "iae:https://example.com/t/oid4vci/authorize/interactive")]
    [InlineData(ResponseMode.IaPost, "ia:https://example.com", "ia:https://example.com/t/oid4vci/authorize/interactive")]
    [InlineData(ResponseMode.IaPostJwt, "ia:https://example.com", "ia:https://example.com/t/oid4vci/authorize/interactive")]
    public void The_audience_is_the_origin_or_the_endpoint_with_the_prefix_of_the_dialect(ResponseMode mode, params string[] audiences) =>
        Assert.Equal(audiences, PresentationBinding.KeyBindingAudiences(mode, "https://example.com/t/oid4vci/authorize/interactive"));

    [Fact]
    public void With_direct_post_the_audience_is_not_an_endpoint() =>
        Assert.Throws<ArgumentException>(() => PresentationBinding.KeyBindingAudiences(ResponseMode.DirectPost, "https://example.com/"));

    [Theory]
    [InlineData("https://example.com/authorize-challenge", "https://example.com")]
    [InlineData("https://Example.COM:443/x?y#z", "https://example.com")]
    [InlineData("https://example.com:8443/x", "https://example.com:8443")]
    [InlineData("http://127.0.0.1:8080/demo", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080/demo", "http://[::1]:8080")]
    [InlineData("https://bücher.example/x", "https://xn--bcher-kva.example")]
    [InlineData("https://user:secret@example.com/x", "https://example.com")]
    public void The_origin_is_that_of_RFC_6454(string url, string origin) => Assert.Equal(origin, PresentationBinding.Origin(url));

    [Theory]
    [InlineData("example.com")]
    [InlineData("ftp://example.com")]
    [InlineData("")]
    public void What_is_no_URL_has_no_origin(string url) => Assert.Throws<ArgumentException>(() => PresentationBinding.Origin(url));

    [Fact]
    public void The_mdoc_transcript_has_the_endpoint_without_prefix() =>
        Assert.Equal(
            SessionTranscript.ForInteractiveAuthorization("https://example.com/iae", "n", SHA256.HashData([])),
            PresentationBinding.MdocTranscript("https://example.com/iae", "n", SHA256.HashData([])));

    [Fact]
    public void A_thumbprint_of_another_length_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => PresentationBinding.MdocTranscript("https://example.com/iae", "n", ReadOnlyMemory<byte>.Empty));
}
