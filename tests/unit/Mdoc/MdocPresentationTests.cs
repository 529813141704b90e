using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;
using Microsoft.AspNetCore.WebUtilities;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>A vp_token with a mdoc, matched to its DCQL query.</summary>
public sealed class MdocPresentationTests : MdocFixture
{
    private const string Query =
        """
        {"credentials":[{"id":"mdl","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"},
          "claims":[{"path":["org.iso.18013.5.1","family_name"]},{"path":["org.iso.18013.5.1","age_over_18"],"values":[true]}]}]}
        """;

    private PresentationVerification VerifyToken(
        string presentation,
        string query = Query,
        bool withTranscript = true,
        Func<PresentationContext, PresentationContext>? change = null)
    {
        Assert.True(DcqlQuery.TryParse(query, out DcqlQuery? parsed, out _));
        var context = new PresentationContext
        {
            Nonce = "n-0S6_WzA2Mj",
            AcceptedAudiences = [],
            Trust = new TrustMaterial { Anchors = Issuer.Roots },
            Now = TestIssuer.Now,
            SessionTranscript = withTranscript ? Transcript : default(ReadOnlyMemory<byte>?),
        };
        return new PresentationVerifier([new MdocVerifier(new MdocOptions(), new JwkCache())])
            .Verify(parsed, $$"""{"mdl":[{{JsonSerializer.Serialize(presentation)}}]}""", change?.Invoke(context) ?? context);
    }

    private string Present(Action<TestMdoc>? change = null) => WebEncoders.Base64UrlEncode(Create(change));

    private static PresentedCredential Credential(PresentationVerification verification)
    {
        Assert.True(verification.IsVerified, $"{verification.Failure?.Reason} {verification.Failure?.Detail}");
        return Assert.Single(verification.Presentation.Credentials);
    }

    private static VerificationFailureReason ReasonOf(PresentationVerification verification)
    {
        Assert.False(verification.IsVerified);
        return verification.Failure.Reason;
    }

    [Fact]
    public void What_was_asked_for_is_kept_and_nothing_else()
    {
        PresentedCredential credential = Credential(VerifyToken(Present()));

        Assert.Equal("""{"org.iso.18013.5.1":{"family_name":"Doe","age_over_18":true}}""", credential.Claims.GetRawText());
        Assert.Equal("mso_mdoc", credential.Format);
        Assert.Equal("org.iso.18013.5.1.mDL", credential.Type);
        Assert.Equal("CN=Test DS, C=UT", credential.Issuer);
        Assert.Equal(43, credential.HolderKeyThumbprint!.Length);
        Assert.Equal(DateTimeOffset.Parse("2026-08-01T00:00:00Z", null), credential.IssuedAt);
        Assert.Equal(DateTimeOffset.Parse("2027-01-01T00:00:00Z", null), credential.ExpiresAt);
    }

    [Fact]
    public void A_value_that_was_not_asked_for_is_refused() =>
        Assert.Equal(
            VerificationFailureReason.ClaimsNotSatisfied,
            ReasonOf(VerifyToken(Present(mdoc => mdoc.Elements[1] = ("age_over_18", 1, writer => writer.WriteBoolean(false))))));

    [Fact]
    public void A_data_element_that_is_missing_is_refused() =>
        Assert.Equal(
            VerificationFailureReason.ClaimsNotSatisfied, ReasonOf(VerifyToken(Present(mdoc => mdoc.Elements.RemoveAt(0)))));

    [Fact]
    public void Another_docType_is_refused() =>
        Assert.Equal(
            VerificationFailureReason.CredentialTypeMismatch,
            ReasonOf(VerifyToken(Present(mdoc => mdoc.DocType = "eu.europa.ec.eudi.pid.1"))));

    [Fact]
    public void Two_documents_in_one_presentation_are_refused() =>
        Assert.Equal(
            VerificationFailureReason.PresentationMalformed, ReasonOf(VerifyToken(Present(mdoc => mdoc.Documents = 2))));

    [Fact]
    public void Trusted_authorities_are_matched_by_the_key_identifier_of_the_root()
    {
        string Asking(string aki) => Query.Replace(
            "\"claims\"", $$"""
            "trusted_authorities":[{"type":"aki","values":["{{aki}}"]}],"claims"
            """, StringComparison.Ordinal);
        string identifier = Issuer.Root.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifier!;
        string root = WebEncoders.Base64UrlEncode(Convert.FromHexString(identifier));

        Assert.NotNull(Credential(VerifyToken(Present(), Asking(root))));
        Assert.Equal(VerificationFailureReason.TrustedAuthorityMismatch, ReasonOf(VerifyToken(Present(), Asking("AAAA"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA=")]
    [InlineData("A A")]
    [InlineData("oA")]
    [InlineData("\ud83d\ude00")]
    public void What_is_no_DeviceResponse_is_refused(string presentation) =>
        Assert.Equal(VerificationFailureReason.PresentationMalformed, ReasonOf(VerifyToken(presentation)));

    [Fact]
    public void Without_a_transcript_nothing_is_believed()
    {
        Assert.Equal(VerificationFailureReason.HolderSignatureInvalid, ReasonOf(VerifyToken(Present(), withTranscript: false)));
        Assert.Equal(
            VerificationFailureReason.HolderSignatureInvalid,
            ReasonOf(VerifyToken(Present(), change: context => context with { SessionTranscript = ReadOnlyMemory<byte>.Empty })));
    }

    [Fact]
    public void A_device_signature_is_verified_also_where_none_is_required()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string query = Query.Replace("\"meta\"", "\"require_cryptographic_holder_binding\":false,\"meta\"", StringComparison.Ordinal);

        Assert.Equal(
            VerificationFailureReason.HolderSignatureInvalid,
            ReasonOf(VerifyToken(Present(mdoc => mdoc.SigningDeviceKey = other), query)));
    }

    [Fact]
    public void A_withdrawn_root_counts_at_once()
    {
        string presentation = Present();
        Assert.NotNull(Credential(VerifyToken(presentation)));

        Assert.Equal(
            VerificationFailureReason.CertificateChainInvalid,
            ReasonOf(VerifyToken(presentation, change: context => context with { Trust = new TrustMaterial() })));
    }

    [Fact]
    public void The_log_is_told_which_check_failed_and_no_value() =>
        Assert.Equal("DigestMismatch: digest 0", VerifyToken(Present(mdoc => mdoc.AfterDigest = item =>
        {
            item[^1] ^= 1;
            return item;
        })).Failure!.Detail);
}
