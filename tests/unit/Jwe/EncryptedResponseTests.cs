using System.Text;
using System.Text.Json;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.PresentationRequests;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;
using Eudiplo.Unit.Tests.Mdoc;
using Microsoft.AspNetCore.WebUtilities;

namespace Eudiplo.Unit.Tests.Jwe;

/// <summary>Response mode iae_post.jwt: what a wallet encrypts, and what the verifier opens.</summary>
public sealed class EncryptedResponseTests : MdocFixture
{
    private const string Endpoint = "https://issuer.example/iae";
    private const string Nonce = "n-0S6_WzA2Mj";
    private readonly DecryptionKey _key = DecryptionKey.Generate();

    private OpenId4VpResponse? Open(string content, out JweError error, JweEncryptions allowed = JweEncryptions.All) =>
        EncryptedResponse.Open(
            JweEncrypter.Encrypt(Encoding.UTF8.GetBytes(content), _key.PublicKey, JweEncryptions.A128GCM)!,
            _key,
            allowed,
            JweLimits.Default,
            out error);

    [Fact]
    public void A_vp_token_is_opened()
    {
        OpenId4VpResponse? response = Open("""{"vp_token":{"pid":["a"]}}""", out JweError error);

        Assert.Equal(JweError.None, error);
        Assert.Equal("a", response!.VpToken!.Value.GetProperty("pid")[0].GetString());
    }

    [Fact]
    public void An_error_of_the_wallet_is_opened() =>
        Assert.Equal("access_denied", Open("""{"error":"access_denied"}""", out _)!.Error);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("""{"vp_token":{},"vp_token":{}}""")]
    [InlineData("""{"response":"a.b.c.d.e"}""")]
    public void Content_that_is_no_response_is_refused(string content)
    {
        Assert.Null(Open(content, out JweError error));
        Assert.Equal(JweError.ContentMalformed, error);
    }

    [Fact]
    public void What_cannot_be_decrypted_is_refused_for_that()
    {
        Assert.Null(Open("""{"vp_token":{}}""", out JweError error, JweEncryptions.A256GCM));
        Assert.Equal(JweError.EncryptionNotAllowed, error);
        Assert.Null(EncryptedResponse.Open("", _key, JweEncryptions.All, JweLimits.Default, out error));
        Assert.Equal(JweError.NotCompact, error);
    }

    [Fact]
    public void The_handover_binds_a_mdoc_to_the_key_that_its_response_was_encrypted_to()
    {
        byte[] transcript = PresentationBinding.MdocTranscript(Endpoint, Nonce, _key.PublicKey.ThumbprintSha256);
        string presentation = WebEncoders.Base64UrlEncode(Create(transcript: transcript));
        OpenId4VpResponse response = Open($$"""{"vp_token":{"mdl":["{{presentation}}"]} }""", out _)!;

        using var another = DecryptionKey.Generate();
        Assert.True(Accepts(response, transcript));
        Assert.False(Accepts(response, PresentationBinding.MdocTranscript(Endpoint, Nonce, another.PublicKey.ThumbprintSha256)));
        Assert.False(Accepts(response, PresentationBinding.MdocTranscript(Endpoint, Nonce, null)));
    }

    private bool Accepts(OpenId4VpResponse response, byte[] transcript)
    {
        const string Query = """{"credentials":[{"id":"mdl","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"}}]}""";
        Assert.True(DcqlQuery.TryParse(Query, out DcqlQuery? query, out _));
        JsonElement token = response.VpToken!.Value;
        return new PresentationVerifier([new MdocVerifier(new MdocOptions(), new JwkCache())])
            .Verify(query, token, new PresentationContext
            {
                Nonce = Nonce,
                AcceptedAudiences = PresentationBinding.KeyBindingAudiences(ResponseMode.IaePostJwt, Endpoint).ToArray(),
                Trust = new TrustMaterial { Anchors = Issuer.Roots },
                Now = TestIssuer.Now,
                SessionTranscript = transcript,
            }).IsVerified;
    }
}
