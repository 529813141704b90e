using System.Security.Cryptography;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>The session transcript of the interactive authorization endpoint (OpenID4VCI 1.1, binding of mso_mdoc).</summary>
public static class SessionTranscript
{
    /// <summary>The name of the handover.</summary>
    public const string HandoverName = "OpenID4VCIIAEHandover";

    /// <summary>The transcript in CBOR: no engagement, no reader key, and the handover over endpoint, nonce and encryption key.</summary>
    /// <param name="endpoint">The endpoint as the server names it, without prefix.</param>
    /// <param name="nonce">The request's nonce.</param>
    /// <param name="encryptionKeyThumbprint">Thumbprint of the verifier's encryption key; null where nothing is encrypted.</param>
    /// <param name="handoverName">The handover's name, for negative tests.</param>
    public static byte[] Create(
        string endpoint, string nonce, byte[]? encryptionKeyThumbprint = null, string handoverName = HandoverName) =>
        CborValue.Encode(writer =>
        {
            writer.WriteStartArray(3);
            writer.WriteNull();
            writer.WriteNull();
            writer.WriteStartArray(2);
            writer.WriteTextString(handoverName);
            writer.WriteByteString(SHA256.HashData(HandoverInfo(endpoint, nonce, encryptionKeyThumbprint)));
            writer.WriteEndArray();
            writer.WriteEndArray();
        });

    /// <summary>The transcript of a presentation that is posted to a `response_uri` (OpenID4VP 1.0, section B.2.6.1).</summary>
    /// <param name="clientId">The verifier's `client_id`, with its prefix.</param>
    /// <param name="responseUri">Where the answer goes.</param>
    /// <param name="nonce">The request's nonce.</param>
    /// <param name="encryptionKeyThumbprint">Thumbprint of the verifier's encryption key; null where nothing is encrypted.</param>
    public static byte[] CreateForRedirect(string clientId, string responseUri, string nonce, byte[]? encryptionKeyThumbprint)
    {
        var info = CborValue.Encode(writer =>
        {
            writer.WriteStartArray(4);
            writer.WriteTextString(clientId);
            writer.WriteTextString(nonce);
            if (encryptionKeyThumbprint is null)
            {
                writer.WriteNull();
            }
            else
            {
                writer.WriteByteString(encryptionKeyThumbprint);
            }

            writer.WriteTextString(responseUri);
            writer.WriteEndArray();
        });
        return CborValue.Encode(writer =>
        {
            writer.WriteStartArray(3);
            writer.WriteNull();
            writer.WriteNull();
            writer.WriteStartArray(2);
            writer.WriteTextString("OpenID4VPHandover");
            writer.WriteByteString(SHA256.HashData(info));
            writer.WriteEndArray();
            writer.WriteEndArray();
        });
    }

    /// <summary>What the handover's hash is over.</summary>
    public static byte[] HandoverInfo(string endpoint, string nonce, byte[]? encryptionKeyThumbprint) => CborValue.Encode(writer =>
    {
        writer.WriteStartArray(3);
        writer.WriteTextString(endpoint);
        writer.WriteTextString(nonce);
        if (encryptionKeyThumbprint is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteByteString(encryptionKeyThumbprint);
        }

        writer.WriteEndArray();
    });
}
