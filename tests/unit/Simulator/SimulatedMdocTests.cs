using System.Buffers.Text;
using System.Formats.Cbor;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Dcql;
using Eudiplo.WalletSimulator.Demo;
using Eudiplo.WalletSimulator.Keys;
using Eudiplo.WalletSimulator.Mdoc;
using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>The simulator's mdocs against published vectors, and read by other means than they were written with.</summary>
public sealed class SimulatedMdocTests
{
    private const string Endpoint = "https://example.com/iae";
    private const string Nonce = "exc7gBkxjx1rdc9udRrveKvSsJIq80avlXeLHhGwqtA";

    [Fact]
    public void The_handover_is_the_one_that_the_specification_prints()
    {
        var thumbprint = Convert.FromHexString("4283ec927ae0f208daaa2d026a814f2b22dca52cf85ffa8f3f8626c6bd669047");

        var info = SessionTranscript.HandoverInfo(Endpoint, Nonce, thumbprint);
        var transcript = SessionTranscript.Create(Endpoint, Nonce, thumbprint);

        Assert.Equal(
            "837768747470733A2F2F6578616D706C652E636F6D2F696165782B6578633767426B786A7831726463397564527276654B76"
            + "53734A4971383061766C58654C4868477771744158204283EC927AE0F208DAAA2D026A814F2B22DCA52CF85FFA8F3F8626C6BD669047",
            Convert.ToHexString(info));
        Assert.EndsWith("DF679426CC1BF8996E8EB549EE078815A87A97C5E95C1C5A8EC39EEDCA28A838", Convert.ToHexString(transcript));
    }

    [Fact]
    public void The_device_signs_the_transcript_of_the_request()
    {
        var licence = Licence();
        var response = licence.Present([licence.Elements[0]], Endpoint, Nonce);

        var signature = DeviceSignature(response, out var protectedHeader);

        Assert.True(licence.Holder.Verify(Signed(protectedHeader, SessionTranscript.Create(Endpoint, Nonce)), signature));
        Assert.False(licence.Holder.Verify(Signed(protectedHeader, SessionTranscript.Create(Endpoint, "another")), signature));
    }

    [Fact]
    public void A_response_holds_just_the_elements_that_were_asked_for()
    {
        var wallet = new HolderWallet([new MdocHeldCredential(Licence())], TimeProvider.System);
        var request = PresentationRequest.Parse(new JsonObject
        {
            ["response_type"] = "vp_token",
            ["nonce"] = Nonce,
            ["dcql_query"] = JsonNode.Parse("""
                {"credentials":[{"id":"mdl","format":"mso_mdoc","meta":{"doctype_value":"org.iso.18013.5.1.mDL"},"claims":[
                  {"path":["org.iso.18013.5.1","age_over_18"],"values":[true]},
                  {"path":["org.iso.18013.5.1","birth_date"],"values":["1984-08-12"]}]}]}
                """),
        });

        var answer = JsonNode.Parse(wallet.Answer(request, "iae:https://example.com", Endpoint))!;
        var response = Base64Url.DecodeFromChars((string)answer["vp_token"]!["mdl"]![0]!);

        Assert.Equal(["age_over_18", "birth_date"], Identifiers(response));
    }

    [Theory]
    [InlineData("""["org.iso.18013.5.1"]""", null)]
    [InlineData("""["org.iso.18013.5.1","age_over_18",0]""", null)]
    [InlineData("""["org.iso.18013.5.1","age_over_21"]""", null)]
    [InlineData("""["org.iso.18013.5.1","age_over_18"]""", "false")]
    public void A_path_that_leads_nowhere_or_to_another_value_is_not_satisfied(string path, string? value)
    {
        var query = new ClaimQuery(
            null, ClaimPath.Parse((JsonArray)JsonNode.Parse(path)!), value is null ? null : [JsonNode.Parse(value)!]);

        Assert.False(new MdocHeldCredential(Licence()).Satisfies(query));
    }

    private static MdocCredential Licence()
    {
        using var authority = new IssuerCertificates(TimeProvider.System.GetUtcNow());
        var key = EcKey.Generate();
        var issuer = new MdocIssuer(
            key, [authority.Certify(key, TimeProvider.System.GetUtcNow(), "mdl.example")], TimeProvider.System);
        return issuer.Issue(DemoLicence.For(EcKey.Generate()));
    }

    private static byte[] Signed(byte[] protectedHeader, byte[] transcript)
    {
        var device = new CborWriter();
        device.WriteStartArray(4);
        device.WriteTextString("DeviceAuthentication");
        device.WriteEncodedValue(transcript);
        device.WriteTextString(DemoLicence.DocumentType);
        device.WriteTag(CborTag.EncodedCborDataItem);
        device.WriteByteString([0xa0]);
        device.WriteEndArray();
        var embedded = new CborWriter();
        embedded.WriteTag(CborTag.EncodedCborDataItem);
        embedded.WriteByteString(device.Encode());
        var structure = new CborWriter();
        structure.WriteStartArray(4);
        structure.WriteTextString("Signature1");
        structure.WriteByteString(protectedHeader);
        structure.WriteByteString([]);
        structure.WriteByteString(embedded.Encode());
        structure.WriteEndArray();
        return structure.Encode();
    }

    /// <summary>Digs the device signature out of a response with one document.</summary>
    private static byte[] DeviceSignature(byte[] response, out byte[] protectedHeader)
    {
        var reader = new CborReader(response);
        Enter(reader, "documents");
        reader.ReadStartArray();
        Enter(reader, "deviceSigned");
        Enter(reader, "deviceAuth");
        Enter(reader, "deviceSignature");
        reader.ReadStartArray();
        protectedHeader = reader.ReadByteString();
        reader.SkipValue();
        reader.ReadNull();
        return reader.ReadByteString();
    }

    private static List<string> Identifiers(byte[] response)
    {
        var reader = new CborReader(response);
        Enter(reader, "documents");
        reader.ReadStartArray();
        Enter(reader, "issuerSigned");
        Enter(reader, "nameSpaces");
        Enter(reader, DemoLicence.Namespace);
        var identifiers = new List<string>();
        for (var left = reader.ReadStartArray(); left > 0; left--)
        {
            Assert.Equal(CborTag.EncodedCborDataItem, reader.ReadTag());
            var item = new CborReader(reader.ReadByteString());
            Enter(item, "elementIdentifier");
            identifiers.Add(item.ReadTextString());
        }

        return identifiers;
    }

    private static void Enter(CborReader map, string name)
    {
        map.ReadStartMap();
        while (map.ReadTextString() != name)
        {
            map.SkipValue();
        }
    }
}
