using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>A document that is right in everything, and then wrong in one thing of its issuer's at a time.</summary>
public sealed class MdocIssuerTests : MdocFixture
{
    [Fact]
    public void A_right_document_is_verified()
    {
        VerifiedMdoc mdoc = Document(Verify());

        Assert.Equal("org.iso.18013.5.1.mDL", mdoc.DocType);
        Assert.Equal(
            """{"org.iso.18013.5.1":{"family_name":"Doe","age_over_18":true,"birth_date":"1990-01-02","portrait":"_9j_"}}""",
            mdoc.Claims.GetRawText());
        Assert.Equal("CN=Test DS, C=UT", mdoc.Chain.Leaf.Subject);
        Assert.Equal(DateTimeOffset.Parse("2027-01-01T00:00:00Z", null), mdoc.ValidUntil);
    }

    [Theory]
    [InlineData("SHA-256")]
    [InlineData("SHA-384")]
    [InlineData("SHA-512")]
    public void Every_digest_algorithm_of_the_standard_is_known(string algorithm) =>
        Assert.Equal(MdocError.None, ErrorOf(Verify(mdoc => mdoc.DigestAlgorithm = algorithm)));

    [Theory]
    [InlineData("1.3.132.0.34", -35)]
    [InlineData("1.3.132.0.34", -51)]
    [InlineData("1.3.132.0.35", -36)]
    [InlineData("1.3.132.0.35", -52)]
    [InlineData("1.2.840.10045.3.1.7", -9)]
    public void Every_curve_and_both_numberings_of_its_algorithm_are_known(string curve, int algorithm)
    {
        using var issuer = new TestIssuer(curve: ECCurve.CreateFromValue(curve));
        Assert.Equal(MdocError.None, ErrorOf(Verify(mdoc => mdoc.IssuerAlgorithm = algorithm, issuer: issuer)));
    }

    [Fact]
    public void A_document_without_data_elements_is_one() =>
        Assert.Equal("""{"org.iso.18013.5.1":{}}""", Document(Verify(mdoc => mdoc.Elements.Clear())).Claims.GetRawText());

    // The response.
    [Theory]
    [InlineData("2.0")]
    [InlineData("")]
    [InlineData("1")]
    public void Another_major_version_is_refused(string version) =>
        Assert.Equal(MdocError.VersionNotSupported, ErrorOf(Verify(mdoc => mdoc.Version = version)));

    [Fact]
    public void A_minor_version_is_accepted() => Assert.Equal(MdocError.None, ErrorOf(Verify(mdoc => mdoc.Version = "1.1")));

    [Fact]
    public void A_status_other_than_OK_is_refused() =>
        Assert.Equal(MdocError.StatusNotOk, ErrorOf(Verify(mdoc => mdoc.Status = 10)));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void No_document_or_too_many_are_refused(int documents) =>
        Assert.Equal(MdocError.DocumentCount, ErrorOf(Verify(mdoc => mdoc.Documents = documents)));

    [Fact]
    public void Several_documents_are_each_verified() =>
        Assert.Equal(4, Verify(mdoc => mdoc.Documents = 4).Documents.Count);

    [Fact]
    public void More_data_elements_than_allowed_are_refused() =>
        Assert.Equal(
            MdocError.TooManyElements,
            ErrorOf(Verify(options: new MdocOptions { Limits = MdocLimits.Default with { MaxElements = 3 } })));

    [Fact]
    public void A_data_element_that_occurs_twice_is_refused() =>
        Assert.Equal(
            MdocError.ElementRepeated,
            ErrorOf(Verify(mdoc => mdoc.Elements.Add(("family_name", 9, writer => writer.WriteTextString("Roe"))))));

    [Fact]
    public void A_digest_that_is_used_twice_is_refused() =>
        Assert.Equal(
            MdocError.ElementRepeated,
            ErrorOf(Verify(mdoc => mdoc.Elements.Add(("given_name", 0, writer => writer.WriteTextString("John"))))));

    [Fact]
    public void A_random_shorter_than_16_octets_is_refused() =>
        Assert.Equal(MdocError.MalformedResponse, ErrorOf(Verify(mdoc => mdoc.RandomLength = 15)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Bytes_after_the_response_are_refused(byte extra) =>
        Assert.Equal(MdocError.NotCbor, ErrorOf(Verify(after: response => [.. response, extra])));

    // Issuer data authentication, ISO/IEC 18013-5 section 9.3.1.
    [Fact]
    public void A_changed_value_is_refused() =>
        Assert.Equal(MdocError.DigestMismatch, ErrorOf(Verify(mdoc => mdoc.AfterDigest = item =>
        {
            item[^1] ^= 1;
            return item;
        })));

    [Fact]
    public void A_data_element_without_a_digest_is_refused() =>
        Assert.Equal(MdocError.DigestMissing, ErrorOf(Verify(mdoc => mdoc.LeaveOutDigest = 2)));

    [Theory]
    [InlineData("SHA-1")]
    [InlineData("sha-256")]
    public void An_unknown_digest_algorithm_is_refused(string algorithm) =>
        Assert.Equal(MdocError.DigestAlgorithmNotSupported, ErrorOf(Verify(mdoc => mdoc.DigestAlgorithm = algorithm)));

    [Fact]
    public void A_docType_other_than_the_signed_one_is_refused() =>
        Assert.Equal(MdocError.DocTypeMismatch, ErrorOf(Verify(mdoc => mdoc.SignedDocType = "org.iso.18013.5.1.mDLX")));

    [Fact]
    public void A_changedIssuer_signature_is_refused() =>
        Assert.Equal(MdocError.IssuerSignatureInvalid, ErrorOf(Verify(mdoc => mdoc.AfterIssuerSignature = Flip)));

    [Theory]
    [InlineData(-8)]
    [InlineData(-257)]
    [InlineData(5)]
    [InlineData(0)]
    public void An_algorithm_that_is_not_known_is_refused(int algorithm) =>
        Assert.Equal(MdocError.IssuerAuthMalformed, ErrorOf(Verify(mdoc => mdoc.IssuerAlgorithm = algorithm)));

    [Fact]
    public void An_algorithm_that_is_not_allowed_is_refused() =>
        Assert.Equal(
            MdocError.IssuerAuthMalformed, ErrorOf(Verify(options: new MdocOptions { IssuerAlgorithms = JwsAlgorithms.ES384 })));

    [Fact]
    public void An_algorithm_for_another_curve_is_refused() =>
        Assert.Equal(MdocError.IssuerSignatureInvalid, ErrorOf(Verify(mdoc => mdoc.IssuerAlgorithm = -35)));

    [Fact]
    public void An_algorithm_that_nothing_protects_is_refused() =>
        Assert.Equal(MdocError.IssuerAuthMalformed, ErrorOf(Verify(mdoc => mdoc.AlgInUnprotected = true)));

    [Fact]
    public void A_document_without_a_chain_is_refused() =>
        Assert.Equal(MdocError.ChainMissing, ErrorOf(Verify(mdoc => mdoc.ChainLeftOut = true)));

    [Fact]
    public void A_chain_to_another_root_is_refused()
    {
        using var other = new TestIssuer();
        Assert.Equal(MdocError.ChainNotTrusted, ErrorOf(Verify(mdoc => mdoc.Chain = [other.Certificate])));
    }

    [Fact]
    public void A_chain_may_carry_the_root() =>
        Assert.Equal(MdocError.None, ErrorOf(Verify(mdoc => mdoc.Chain = [Issuer.Certificate, Issuer.Root.RawData])));

    [Fact]
    public void A_chain_longer_than_allowed_is_refused() =>
        Assert.Equal(
            MdocError.ChainNotTrusted,
            ErrorOf(Verify(mdoc => mdoc.Chain = [.. Enumerable.Repeat(Issuer.Certificate, 7)])));

    [Fact]
    public void What_is_no_certificate_is_refused() =>
        Assert.Equal(MdocError.ChainNotTrusted, ErrorOf(Verify(mdoc => mdoc.Chain = [[1, 2, 3]])));

    [Fact]
    public void A_root_signs_no_documents() =>
        Assert.Equal(MdocError.ChainNotTrusted, ErrorOf(Verify(mdoc => mdoc.Chain = [Issuer.Root.RawData])));

    [Fact]
    public void A_signer_without_the_key_usage_is_refused()
    {
        using var issuer = new TestIssuer(usage: X509KeyUsageFlags.KeyAgreement);
        Assert.Equal(MdocError.SignerNotEntitled, ErrorOf(Verify(issuer: issuer)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1.0.18013.5.1.6")]
    public void A_driving_licence_from_a_signer_without_the_key_purpose_is_refused(string? purpose)
    {
        using var issuer = new TestIssuer(purpose: purpose);
        Assert.Equal(MdocError.SignerNotEntitled, ErrorOf(Verify(issuer: issuer)));
        Assert.Equal(MdocError.None, ErrorOf(Verify(mdoc => mdoc.DocType = "eu.europa.ec.eudi.pid.1", issuer: issuer)));
    }

    [Fact]
    public void A_signer_whose_certificate_has_expired_is_refused()
    {
        using var issuer = new TestIssuer(until: TestIssuer.Now.AddSeconds(-1));
        Assert.Equal(MdocError.ChainNotTrusted, ErrorOf(Verify(issuer: issuer)));
    }

    [Theory]
    [InlineData("2025-08-31T11:59:59Z")] // the certificate begins on 2025-09-01T12:00:00Z
    [InlineData("2027-09-02T00:00:00Z")]
    public void A_document_signed_outside_of_its_certificate_is_refused(string signed) =>
        Assert.Equal(MdocError.SignedOutsideCertificate, ErrorOf(Verify(mdoc => mdoc.Signed = signed)));

    [Theory]
    [InlineData("2026-09-01T12:00:01Z", 0, MdocError.NotYetValid)]
    [InlineData("2026-09-01T12:00:01Z", 1, MdocError.None)]
    [InlineData("2026-09-01T12:00:00Z", 0, MdocError.None)]
    [InlineData("9999-12-31T23:59:59Z", 60, MdocError.NotYetValid)]
    [InlineData("2026-09-01T14:00:00+02:00", 0, MdocError.None)]
    public void A_document_is_not_valid_before_its_time(string validFrom, int skew, MdocError expected) =>
        Assert.Equal(expected, ErrorOf(Verify(mdoc => mdoc.ValidFrom = validFrom, skew: TimeSpan.FromSeconds(skew))));

    [Theory]
    [InlineData("2026-09-01T11:59:59Z", 0, MdocError.Expired)]
    [InlineData("2026-09-01T11:59:59Z", 1, MdocError.None)]
    [InlineData("2026-09-01T12:00:00Z", 0, MdocError.None)]
    [InlineData("0001-01-01T00:00:00Z", 60, MdocError.Expired)]
    [InlineData("2026-09-01T11:59:59.5Z", 0, MdocError.Expired)]
    public void A_document_is_not_valid_after_its_time(string validUntil, int skew, MdocError expected) =>
        Assert.Equal(expected, ErrorOf(Verify(mdoc => mdoc.ValidUntil = validUntil, skew: TimeSpan.FromSeconds(skew))));

    [Theory]
    [InlineData("2026-09-01")]
    [InlineData("2026-09-01T12:00:00")]
    [InlineData("01 Sep 2026")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("")]
    public void A_time_that_is_none_is_refused(string time) =>
        Assert.Equal(MdocError.MalformedSecurityObject, ErrorOf(Verify(mdoc => mdoc.ValidUntil = time)));
}
