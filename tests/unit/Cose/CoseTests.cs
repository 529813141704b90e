using System.Formats.Cbor;
using System.Security.Cryptography;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Cose;
using Eudiplo.Protocol.Jose;
using Eudiplo.Unit.Tests.Mdoc;

namespace Eudiplo.Unit.Tests.Cose;

public class CoseTests
{
    // The key "11" and the message of RFC 9052 appendix C.2.1 (COSE_Sign1, "This is the content.").
    private const string Rfc9052Key =
        "a401022001215820bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
        + "22582020138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e";

    private const string Rfc9052Message =
        "d28443a10126a10442313154546869732069732074686520636f6e74656e742e58408eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a"
        + "291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36";

    private static CborItem Item(string hex)
    {
        Assert.True(CborParser.TryParse(Convert.FromHexString(hex), CborLimits.Default, out CborItem? item, out _));
        return item;
    }

    private static CoseError Parse(string hex)
    {
        bool parsed = CoseSign1.TryParse(Item(hex), CborLimits.Default, out CoseSign1? message, out CoseError error);
        Assert.Equal(parsed, message is not null);
        Assert.Equal(parsed, error == CoseError.None);
        return error;
    }

    private static Jwk Key()
    {
        Assert.True(CoseKey.TryRead(Item(Rfc9052Key), out Jwk? key));
        return key;
    }

    [Fact]
    public void The_message_of_RFC_9052_appendix_C_2_1_is_verified()
    {
        Assert.True(CoseSign1.TryParse(Item(Rfc9052Message), CborLimits.Default, out CoseSign1? message, out _));

        Assert.Equal(CoseError.None, message.Verify(Key(), JwsAlgorithms.ES256));
        Assert.Equal("This is the content."u8.ToArray(), message.Payload!.Value.ToArray());
    }

    [Fact]
    public void Every_octet_of_it_counts_but_the_unprotected_key_identifier()
    {
        byte[] message = Convert.FromHexString(Rfc9052Message);
        var accepted = new List<int>();
        for (int at = 0; at < message.Length; at++)
        {
            message[at] ^= 1;
            if (CborParser.TryParse(message.ToArray(), CborLimits.Default, out CborItem? item, out _)
                && CoseSign1.TryParse(item, CborLimits.Default, out CoseSign1? parsed, out _)
                && parsed.Verify(Key(), JwsAlgorithms.ES256) == CoseError.None)
            {
                accepted.Add(at);
            }

            message[at] ^= 1;
        }

        // a1 04 42 31 31: the label and the two octets of the value.
        Assert.Equal([7, 9, 10], accepted);
    }

    [Fact]
    public void The_same_message_with_its_payload_beside_it_is_verified()
    {
        string detached = Rfc9052Message.Replace("54546869732069732074686520636f6e74656e742e", "f6", StringComparison.Ordinal);
        Assert.True(CoseSign1.TryParse(Item(detached), CborLimits.Default, out CoseSign1? message, out _));

        Assert.Null(message.Payload);
        Assert.Equal(CoseError.None, message.Verify(Key(), JwsAlgorithms.ES256, "This is the content."u8.ToArray()));
        Assert.Equal(CoseError.SignatureInvalid, message.Verify(Key(), JwsAlgorithms.ES256, "This is the content!"u8.ToArray()));
        Assert.Equal(CoseError.PayloadMissing, message.Verify(Key(), JwsAlgorithms.ES256));
    }

    [Fact]
    public void A_payload_in_two_places_is_refused()
    {
        Assert.True(CoseSign1.TryParse(Item(Rfc9052Message), CborLimits.Default, out CoseSign1? message, out _));
        Assert.Equal(CoseError.PayloadMissing, message.Verify(Key(), JwsAlgorithms.ES256, "This is the content."u8.ToArray()));
    }

    [Fact]
    public void An_algorithm_that_is_not_allowed_is_refused()
    {
        Assert.True(CoseSign1.TryParse(Item(Rfc9052Message), CborLimits.Default, out CoseSign1? message, out _));
        Assert.Equal(CoseError.AlgorithmNotAllowed, message.Verify(Key(), JwsAlgorithms.ES384));
    }

    [Theory]
    [InlineData("8443a10126a0f640", CoseError.None)]
    [InlineData("d28443a10126a0f640", CoseError.None)]
    [InlineData("d18443a10126a0f640", CoseError.Malformed)] // COSE_Mac0
    [InlineData("8343a10126a0f6", CoseError.Malformed)]
    [InlineData("8543a10126a0f640f6", CoseError.Malformed)]
    [InlineData("84a10126a0f640", CoseError.Malformed)]
    [InlineData("8443a1012640f640", CoseError.Malformed)]
    [InlineData("8443a10126a0f5f6", CoseError.Malformed)]
    [InlineData("8443a10126a000f6", CoseError.Malformed)]
    [InlineData("8443a10126a0f6f6", CoseError.Malformed)]
    [InlineData("844101a0f640", CoseError.Malformed)] // the protected header is no map
    [InlineData("8443a101ffa0f640", CoseError.Malformed)]
    [InlineData("8445a201260126a0f640", CoseError.Malformed)] // a label twice
    [InlineData("8440a0f640", CoseError.AlgorithmNotAllowed)]
    [InlineData("8441a0a0f640", CoseError.AlgorithmNotAllowed)]
    [InlineData("8440a10126f640", CoseError.AlgorithmNotAllowed)]
    [InlineData("8443a10127a0f640", CoseError.AlgorithmNotAllowed)] // EdDSA
    [InlineData("8443a10105a0f640", CoseError.AlgorithmNotAllowed)] // HMAC
    [InlineData("8448a10165455332 3536a0f640", CoseError.AlgorithmNotAllowed)] // "ES256" as text
    [InlineData("8443a10126a10126f640", CoseError.HeaderRepeated)]
    [InlineData("8446a20126028103a0f640", CoseError.CriticalHeaderNotUnderstood)]
    [InlineData("8443a10126a1028101f640", CoseError.CriticalHeaderNotUnderstood)]
    public void The_shape_of_a_message_is_checked(string hex, CoseError expected) =>
        Assert.Equal(expected, Parse(hex.Replace(" ", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("8443a10126a0f640", null)]
    [InlineData("8443a10126a11821420102f640", 1)]
    [InlineData("8443a10126a118218142 0102f640", 1)]
    [InlineData("8443a10126a118218242010242 0304f640", 2)]
    [InlineData("8443a10126a1182180f640", null)]
    [InlineData("8443a10126a1182101f640", null)]
    [InlineData("8443a10126a118218101f640", null)]
    [InlineData("8448a201261821420102a0f640", 1)]
    public void A_chain_is_one_certificate_or_a_list_of_them(string hex, int? count)
    {
        Assert.True(CoseSign1.TryParse(Item(hex.Replace(" ", "", StringComparison.Ordinal)), CborLimits.Default, out CoseSign1? message, out _));

        Assert.Equal(count is not null, message.TryGetCertificates(out IReadOnlyList<byte[]>? certificates));
        Assert.Equal(count, certificates?.Count);
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7")]
    [InlineData("1.3.132.0.34")]
    [InlineData("1.3.132.0.35")]
    public void A_key_of_every_curve_is_read(string curve)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        byte[] encoded = TestMdoc.Encode(writer => TestMdoc.WriteKey(writer, key));

        Assert.True(CoseKey.TryRead(Item(Convert.ToHexString(encoded)), out Jwk? read));
        Assert.Equal(Jwk.FromEc(key.ExportParameters(false)).Thumbprint, read.Thumbprint);
    }

    [Fact]
    public void What_is_no_public_EC2_key_is_refused()
    {
        foreach ((long label, Action<CborWriter>? value) in ((long, Action<CborWriter>?)[])
        [
            (1, null),
            (1, writer => writer.WriteInt32(1)),
            (1, writer => writer.WriteInt32(4)),
            (1, writer => writer.WriteTextString("EC2")),
            (-1, null),
            (-1, writer => writer.WriteInt32(4)),
            (-1, writer => writer.WriteInt32(8)),
            (-1, writer => writer.WriteInt32(2)),
            (-2, null),
            (-2, writer => writer.WriteByteString(new byte[31])),
            (-2, writer => writer.WriteByteString(new byte[33])),
            (-2, writer => writer.WriteTextString("x")),
            (-3, null),
            (-3, writer => writer.WriteBoolean(true)),
            (-4, writer => writer.WriteByteString(new byte[32])),
        ])
        {
            var members = new Dictionary<long, Action<CborWriter>>
            {
                [1] = writer => writer.WriteInt32(2),
                [-1] = writer => writer.WriteInt32(1),
                [-2] = writer => writer.WriteByteString(new byte[32]),
                [-3] = writer => writer.WriteByteString(new byte[32]),
            };
            members.Remove(label);
            if (value is not null)
            {
                members[label] = value;
            }

            byte[] encoded = TestMdoc.Encode(writer =>
            {
                writer.WriteStartMap(members.Count);
                foreach ((long name, Action<CborWriter> write) in members)
                {
                    writer.WriteInt64(name);
                    write(writer);
                }

                writer.WriteEndMap();
            });
            Assert.False(CoseKey.TryRead(Item(Convert.ToHexString(encoded)), out _), $"label {label}");
        }
    }

    [Fact]
    public void The_numbers_of_an_allow_list_are_those_that_are_read()
    {
        foreach (int number in CoseAlgorithms.List(JwsAlgorithms.EcdsaAndPss))
        {
            Assert.NotEqual(JwsAlgorithms.None, CoseAlgorithms.Parse(number));
        }

        Assert.Equal([-7, -9], CoseAlgorithms.List(JwsAlgorithms.ES256));
    }
}
