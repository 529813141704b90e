using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>ISO/IEC 18013-5 annex D as published, and with a device signature in place of its MAC.</summary>
public class AnnexDTests
{
    private static readonly byte[] Transcript = SessionTranscript.ForInteractiveAuthorization("https://example.com/iae", "nonce", null);

    private static readonly byte[] Mac = [0x69, .. "deviceMac"u8];

    private static TrustAnchors Roots() => new([X509CertificateLoader.LoadCertificate(Convert.FromHexString(AnnexD.Root))]);

    private static MdocVerification Verify(byte[] response, DateTimeOffset? now = null) =>
        new DeviceResponseVerifier(new MdocOptions(), new JwkCache()).Verify(response, Transcript, Roots(), now ?? AnnexD.Now, TimeSpan.Zero);

    /// <summary>The response of annex D, its MAC replaced by a signature with the device key that annex D publishes.</summary>
    private static byte[] Signed()
    {
        byte[] response = Convert.FromHexString(AnnexD.DeviceResponse);
        int at = response.AsSpan().IndexOf(Mac);
        using ECDsa key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Convert.FromHexString(AnnexD.DeviceKeyX), Y = Convert.FromHexString(AnnexD.DeviceKeyY) },
            D = Convert.FromHexString(AnnexD.DeviceKeyD),
        });
        byte[] header = [0xa1, 0x01, 0x26];
        byte[] payload = TestMdoc.DeviceAuthentication(Transcript, "org.iso.18013.5.1.mDL", [0xa0]);
        byte[] signature = TestMdoc.Sign(key, header, payload);
        byte[] deviceSignature = [0x6f, .. "deviceSignature"u8, 0x84, 0x43, .. header, 0xa0, 0xf6, 0x58, 0x40, .. signature];
        byte[] after = [0x66, .. "status"u8, 0x00];
        return [.. response[..at], .. deviceSignature, .. after];
    }

    private static VerifiedMdoc Document(MdocVerification verification)
    {
        Assert.True(verification.IsVerified, $"{verification.Error} {verification.Detail}");
        return Assert.Single(verification.Documents);
    }

    [Fact]
    public void The_published_response_is_refused_for_its_MAC_and_nothing_else()
    {
        MdocVerification verification = Verify(Convert.FromHexString(AnnexD.DeviceResponse));

        Assert.Equal(MdocError.DeviceMacNotSupported, verification.Error);
        Assert.Empty(verification.Documents);
    }

    [Fact]
    public void With_a_device_signature_the_published_document_is_verified()
    {
        VerifiedMdoc mdoc = Document(Verify(Signed()));

        Assert.Equal("org.iso.18013.5.1.mDL", mdoc.DocType);
        Assert.Equal("C=US, CN=utopia ds", mdoc.Chain.Leaf.Subject);
        Assert.Equal("VPojg6BMKODZMHkiYcgMSIHSwAs", Assert.Single(mdoc.Chain.AuthorityKeyIdentifiers));
        Assert.Equal(new DateTimeOffset(2020, 10, 1, 13, 30, 2, TimeSpan.Zero), mdoc.Signed);
        Assert.Equal(mdoc.Signed, mdoc.ValidFrom);
        Assert.Equal(new DateTimeOffset(2021, 10, 1, 13, 30, 2, TimeSpan.Zero), mdoc.ValidUntil);
        Assert.Null(mdoc.Status);
        JsonElement elements = mdoc.Claims.GetProperty("org.iso.18013.5.1");
        Assert.Equal(6, elements.EnumerateObject().Count());
        Assert.Equal("Doe", elements.GetProperty("family_name").GetString());
        Assert.Equal("2019-10-20", elements.GetProperty("issue_date").GetString());
        Assert.Equal("123456789", elements.GetProperty("document_number").GetString());
        Assert.StartsWith("_9j_4AAQSkZJRg", elements.GetProperty("portrait").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """[{"vehicle_category_code":"A","issue_date":"2018-08-09","expiry_date":"2024-10-20"},"""
            + """{"vehicle_category_code":"B","issue_date":"2017-02-23","expiry_date":"2024-10-20"}]""",
            elements.GetProperty("driving_privileges").GetRawText());
    }

    [Fact]
    public void The_device_key_is_the_published_one()
    {
        VerifiedMdoc mdoc = Document(Verify(Signed()));

        string x = StrictBase64Url.Encode(Convert.FromHexString(AnnexD.DeviceKeyX));
        string y = StrictBase64Url.Encode(Convert.FromHexString(AnnexD.DeviceKeyY));
        byte[] canonical = System.Text.Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""");
        Assert.Equal(StrictBase64Url.Encode(SHA256.HashData(canonical)), mdoc.DeviceKey.Thumbprint);
    }

    [Theory]
    [InlineData("2020-09-30T00:00:00Z")]
    [InlineData("2021-10-02T00:00:00Z")]
    public void Outside_of_its_certificates_validity_it_is_refused(string now) =>
        Assert.Equal(MdocError.ChainNotTrusted, Verify(Signed(), DateTimeOffset.Parse(now, null)).Error);

    [Fact]
    public void No_changed_byte_makes_another_document_believed()
    {
        byte[] response = Signed();
        string claims = Document(Verify(response)).Claims.GetRawText();
        var accepted = new List<int>();
        int portrait = response.AsSpan().IndexOf("JFIF"u8);
        for (int at = 0; at < response.Length; at++)
        {
            // The thousand octets of the portrait are all alike.
            if (at > portrait && at < portrait + 1000 && at % 50 != 0)
            {
                continue;
            }

            response[at] ^= 0x01;
            MdocVerification verification = Verify(response);
            response[at] ^= 0x01;
            if (verification.IsVerified)
            {
                accepted.Add(at);
                Assert.Contains(Document(verification).Claims.GetRawText(), (string[])[claims, "{}"]);
            }
        }

        // What nothing signs: the minor version, and the name of the member that holds the data elements, without which the
        // document is one of which no data element was returned.
        int minor = response.AsSpan().IndexOf("1.0"u8) + 2;
        int nameSpaces = response.AsSpan().IndexOf("nameSpaces"u8);
        Assert.Equal([minor, .. Enumerable.Range(nameSpaces, "nameSpaces".Length)], accepted);
    }

    [Fact]
    public void No_truncation_of_it_is_read()
    {
        byte[] response = Signed();

        for (int length = 0; length < response.Length; length++)
        {
            Assert.Equal(MdocError.NotCbor, Verify(response[..length]).Error);
        }
    }
}
