using Eudiplo.Protocol.SdJwt;

namespace Eudiplo.Unit.Tests.SdJwt;

public class JwtVcIssuerMetadataTests
{
    private const string Issuer = "https://pid.example/tenant";

    [Theory]
    [InlineData("https://pid.example", "https://pid.example/.well-known/jwt-vc-issuer")]
    [InlineData("https://pid.example/", "https://pid.example/.well-known/jwt-vc-issuer")]
    [InlineData("https://pid.example:8443/tenant/1", "https://pid.example:8443/.well-known/jwt-vc-issuer/tenant/1")]
    public void The_well_known_path_stands_between_host_and_path(string issuer, string location) =>
        Assert.Equal(location, JwtVcIssuerMetadata.Location(issuer)?.AbsoluteUri);

    [Theory]
    [InlineData("http://pid.example")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://pid.example/?a=b")]
    [InlineData("https://pid.example/#a")]
    [InlineData("https://user:secret@pid.example/")]
    [InlineData("did:example:1")]
    [InlineData("pid.example")]
    [InlineData("")]
    public void What_is_no_https_URL_has_no_metadata(string issuer) => Assert.Null(JwtVcIssuerMetadata.Location(issuer));

    [Fact]
    public void Keys_are_read_by_value_and_by_reference()
    {
        using var key = new TestKey();

        Assert.True(JwtVcIssuerMetadata.TryParse($$$"""{"issuer":"{{{Issuer}}}","jwks":{"keys":[{{{key.Public("a").ToJson()}}}]}}""", Issuer, out var byValue));
        Assert.Equal(key.Public().Thumbprint, Assert.Single(byValue.Keys!.Keys).Thumbprint);
        Assert.True(JwtVcIssuerMetadata.TryParse($$"""{"issuer":"{{Issuer}}","jwks_uri":"https://pid.example/jwks"}""", Issuer, out var byReference));
        Assert.Equal("https://pid.example/jwks", byReference.JwksUri?.AbsoluteUri);
    }

    [Theory]
    [InlineData("""{"issuer":"https://pid.example/other","jwks":{"keys":[]}}""")]
    [InlineData("""{"jwks":{"keys":[]}}""")]
    [InlineData("""{"issuer":"https://pid.example/tenant"}""")]
    [InlineData("""{"issuer":"https://pid.example/tenant","jwks":{"keys":[]},"jwks_uri":"https://pid.example/jwks"}""")]
    [InlineData("""{"issuer":"https://pid.example/tenant","jwks":[]}""")]
    [InlineData("""{"issuer":"https://pid.example/tenant","jwks_uri":"http://pid.example/jwks"}""")]
    [InlineData("""{"issuer":"https://pid.example/tenant","jwks_uri":7}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void Everything_else_is_refused(string json) => Assert.False(JwtVcIssuerMetadata.TryParse(json, Issuer, out _));
}
