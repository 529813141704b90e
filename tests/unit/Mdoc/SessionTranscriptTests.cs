using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Mdoc;

namespace Eudiplo.Unit.Tests.Mdoc;

public class SessionTranscriptTests
{
    private const string Nonce = "exc7gBkxjx1rdc9udRrveKvSsJIq80avlXeLHhGwqtA";

    // The key of every handover example of OID4VCI 1.1 and OpenID4VP 1.0.
    private const string EncryptionKey =
        """
        {"kty":"EC","crv":"P-256","x":"DxiH5Q4Yx3UrukE2lWCErq8N8bqC9CHLLrAwLz5BmE0","y":"XtLM4-3h5o3HUH0MHVJV0kyq0iBlrBwlh8qEDMZ4-Pc",
         "use":"enc","alg":"ECDH-ES","kid":"1"}
        """;

    private static ReadOnlyMemory<byte> Thumbprint()
    {
        Assert.True(Jwk.TryParse(EncryptionKey, out Jwk? key, out _));
        return key.ThumbprintSha256;
    }

    [Fact]
    public void The_transcript_of_OID4VCI_1_1_for_interactive_authorization_is_built() =>
        Assert.Equal(
            "83f6f682754f70656e49443456434949414548616e646f7665725820df679426cc1bf8996e8eb549ee078815a87a97c5e95c1c5a8ec39eedca28a838",
            Convert.ToHexStringLower(SessionTranscript.ForInteractiveAuthorization("https://example.com/iae", Nonce, Thumbprint())));

    [Fact]
    public void The_transcript_of_OpenID4VP_1_0_B_2_6_1_for_redirects_is_built() =>
        Assert.Equal(
            "83f6f682714f70656e494434565048616e646f7665725820048bc053c00442af9b8eed494cefdd9d95240d254b046b11b68013722aad38ac",
            Convert.ToHexStringLower(
                SessionTranscript.ForRedirect("x509_san_dns:example.com", Nonce, Thumbprint(), "https://example.com/response")));

    [Fact]
    public void The_transcript_of_OpenID4VP_1_0_B_2_6_2_for_the_Digital_Credentials_API_is_built() =>
        Assert.Equal(
            "83f6f682764f70656e4944345650444341504948616e646f7665725820fbece366f4212f9762c74cfdbf83b8c69e371d5d68cea09cb4c48ca6daab761a",
            Convert.ToHexStringLower(SessionTranscript.ForDigitalCredentialsApi("https://example.com", Nonce, Thumbprint())));

    [Fact]
    public void Without_encryption_the_thumbprint_is_null()
    {
        // Info = ["https://example.com/iae", nonce, null], written by hand.
        byte[] info = [0x83, 0x77, .. "https://example.com/iae"u8, 0x78, 0x2b, .. System.Text.Encoding.ASCII.GetBytes(Nonce), 0xf6];
        byte[] expected =
        [
            0x83, 0xf6, 0xf6, 0x82, 0x75, .. "OpenID4VCIIAEHandover"u8, 0x58, 0x20,
            .. System.Security.Cryptography.SHA256.HashData(info),
        ];

        Assert.Equal(expected, SessionTranscript.ForInteractiveAuthorization("https://example.com/iae", Nonce, null));
    }
}
