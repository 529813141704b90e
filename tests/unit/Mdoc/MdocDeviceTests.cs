using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Unit.Tests.Mdoc;

/// <summary>A document that is right in everything, and then wrong in one thing of the device's at a time.</summary>
public sealed class MdocDeviceTests : MdocFixture
{
    // mdoc authentication, ISO/IEC 18013-5 section 9.1.3.
    [Fact]
    public void A_signature_over_another_session_is_refused()
    {
        foreach (byte[] other in (byte[][])
        [
            SessionTranscript.ForInteractiveAuthorization("https://issuer.example/iae2", "n-0S6_WzA2Mj", null),
            SessionTranscript.ForInteractiveAuthorization("https://issuer.example/iae", "n-0S6_WzA2Mk", null),
            SessionTranscript.ForInteractiveAuthorization("https://issuer.example/iae", "n-0S6_WzA2Mj", new byte[32]),
            SessionTranscript.ForInteractiveAuthorization("iae:https://issuer.example/iae", "n-0S6_WzA2Mj", null),
            SessionTranscript.ForDigitalCredentialsApi("https://issuer.example/iae", "n-0S6_WzA2Mj", null),
            [0x83, 0xf6, 0xf6, 0xf6],
        ])
        {
            Assert.Equal(MdocError.DeviceSignatureInvalid, ErrorOf(Verify(transcript: other)));
        }
    }

    [Fact]
    public void A_signature_of_another_device_is_refused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(MdocError.DeviceSignatureInvalid, ErrorOf(Verify(mdoc => mdoc.SigningDeviceKey = other)));
    }

    [Fact]
    public void A_changed_device_signature_is_refused() =>
        Assert.Equal(MdocError.DeviceSignatureInvalid, ErrorOf(Verify(mdoc => mdoc.AfterDeviceSignature = Flip)));

    [Fact]
    public void Device_signed_elements_are_covered_by_the_signature_and_are_not_claims()
    {
        byte[] own = TestMdoc.Encode(writer =>
        {
            writer.WriteStartMap(1);
            writer.WriteTextString(TestMdoc.Namespace);
            writer.WriteStartMap(1);
            writer.WriteTextString("age_over_21");
            writer.WriteBoolean(true);
            writer.WriteEndMap();
            writer.WriteEndMap();
        });

        VerifiedMdoc mdoc = Document(Verify(change => change.DeviceNameSpaces = own));

        Assert.False(mdoc.Claims.GetProperty(TestMdoc.Namespace).TryGetProperty("age_over_21", out _));
        Assert.Equal(MdocError.DeviceSignatureInvalid, ErrorOf(Verify(change =>
        {
            change.DeviceNameSpaces = own;
            change.SignedDeviceNameSpaces = [0xa0];
        })));
    }

    [Fact]
    public void A_device_signature_with_its_payload_attached_is_refused() =>
        Assert.Equal(MdocError.DeviceAuthMalformed, ErrorOf(Verify(mdoc => mdoc.DevicePayloadAttached = true)));

    [Fact]
    public void A_device_algorithm_that_is_not_allowed_is_refused()
    {
        Assert.Equal(MdocError.DeviceAuthMalformed, ErrorOf(Verify(mdoc => mdoc.DeviceAlgorithm = 5)));
        Assert.Equal(
            MdocError.DeviceAuthMalformed, ErrorOf(Verify(options: new MdocOptions { DeviceAlgorithms = JwsAlgorithms.ES512 })));
    }

    [Fact]
    public void A_MAC_is_refused_also_beside_a_signature() =>
        Assert.Equal(MdocError.DeviceMacNotSupported, ErrorOf(Verify(mdoc => mdoc.DeviceAuth = writer =>
        {
            writer.WriteStartMap(2);
            writer.WriteTextString("deviceSignature");
            writer.WriteNull();
            writer.WriteTextString("deviceMac");
            writer.WriteNull();
            writer.WriteEndMap();
        })));

    [Fact]
    public void A_document_without_device_authentication_is_refused() =>
        Assert.Equal(MdocError.DeviceAuthMalformed, ErrorOf(Verify(mdoc => mdoc.DeviceAuth = writer =>
        {
            writer.WriteStartMap(0);
            writer.WriteEndMap();
        })));

    [Theory]
    [InlineData("a4010220012158200000000000000000000000000000000000000000000000000000000000000000225820" +
        "0000000000000000000000000000000000000000000000000000000000000000")] // not on the curve
    [InlineData("a3010220012158200000000000000000000000000000000000000000000000000000000000000000")] // no y
    [InlineData("a401022001215820000000000000000000000000000000000000000000000000000000000000000022f5")] // compressed
    [InlineData("a3010120042140")] // OKP
    [InlineData("a0")]
    public void A_device_key_that_is_none_is_refused(string key)
    {
        MdocError error = ErrorOf(Verify(mdoc => mdoc.DeviceKeyInfo = writer =>
        {
            writer.WriteStartMap(1);
            writer.WriteTextString("deviceKey");
            writer.WriteEncodedValue(Convert.FromHexString(key));
            writer.WriteEndMap();
        }));

        Assert.Equal(MdocError.DeviceKeyInvalid, error);
    }

    // Status.
    [Fact]
    public void A_reference_to_a_status_list_is_read()
    {
        VerifiedMdoc mdoc = Document(Verify(change => change.MsoStatus = StatusWith("idx", writer => writer.WriteInt32(412))));

        Assert.Equal(new StatusReference("https://example.com/statuslists/1", 412), mdoc.Status);
    }

    [Fact]
    public void Another_status_mechanism_is_not_ours() =>
        Assert.Null(Document(Verify(mdoc => mdoc.MsoStatus = writer =>
        {
            writer.WriteStartMap(1);
            writer.WriteTextString("identifier_list");
            writer.WriteNull();
            writer.WriteEndMap();
        })).Status);

    [Fact]
    public void A_reference_that_cannot_be_read_is_refused()
    {
        foreach (Action<CborWriter> wrong in (Action<CborWriter>[])
        [
            StatusWith("idx", writer => writer.WriteInt32(-1)),
            StatusWith("idx", writer => writer.WriteUInt64(ulong.MaxValue)),
            StatusWith("idx", writer => writer.WriteTextString("1")),
            StatusWith("index", writer => writer.WriteInt32(1)),
            writer => writer.WriteNull(),
        ])
        {
            Assert.Equal(MdocError.MalformedSecurityObject, ErrorOf(Verify(mdoc => mdoc.MsoStatus = wrong)));
        }
    }

    // Values.
    [Fact]
    public void A_value_that_JSON_cannot_tell_is_refused() =>
        Assert.Equal(
            MdocError.ElementValueNotSupported,
            ErrorOf(Verify(mdoc => mdoc.Elements.Add(("x", 9, writer =>
            {
                writer.WriteStartMap(2);
                writer.WriteInt32(1);
                writer.WriteNull();
                writer.WriteTextString("1");
                writer.WriteNull();
                writer.WriteEndMap();
            })))));

    private static Action<CborWriter> StatusWith(string name, Action<CborWriter> value) => writer =>
    {
        writer.WriteStartMap(1);
        writer.WriteTextString("status_list");
        writer.WriteStartMap(2);
        writer.WriteTextString(name);
        value(writer);
        writer.WriteTextString("uri");
        writer.WriteTextString("https://example.com/statuslists/1");
        writer.WriteEndMap();
        writer.WriteEndMap();
    };
}
