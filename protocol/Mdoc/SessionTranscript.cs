using System.Formats.Cbor;
using System.Security.Cryptography;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>
/// Encodes the SessionTranscript that a device signs (ISO/IEC 18013-5 section 9.1.5.1) as the OpenID specifications define it: no
/// device engagement, no reader key, and a handover that is a name and the SHA-256 of its parameters.
/// </summary>
public static class SessionTranscript
{
    private const int ThumbprintLength = 32;

    /// <summary>
    /// The handover of the interactive authorization endpoint: <c>OpenID4VCIIAEHandover</c> (OID4VCI 1.1, mdoc format profile,
    /// "Interactive Authorization Binding"). All dialects of the endpoint use this name.
    /// </summary>
    /// <param name="endpoint">The URL of the endpoint that the wallet talks to, without an <c>iae:</c> or <c>ia:</c> prefix.</param>
    /// <param name="nonce">The <c>nonce</c> of the presentation request.</param>
    /// <param name="encryptionKeyThumbprint">
    /// The 32 octets of the RFC 7638 thumbprint of the key that the response is encrypted to; null when it is not encrypted.
    /// </param>
    /// <exception cref="ArgumentException">The thumbprint has another length.</exception>
    public static byte[] ForInteractiveAuthorization(string endpoint, string nonce, ReadOnlyMemory<byte>? encryptionKeyThumbprint) =>
        Encode("OpenID4VCIIAEHandover", [endpoint, nonce, encryptionKeyThumbprint]);

    /// <summary>The handover of redirects and of <c>direct_post</c>: <c>OpenID4VPHandover</c> (OpenID4VP 1.0 section B.2.6.1).</summary>
    /// <param name="clientId">The <c>client_id</c> of the request, with its prefix.</param>
    /// <param name="nonce">The <c>nonce</c> of the request.</param>
    /// <param name="encryptionKeyThumbprint">As in <see cref="ForInteractiveAuthorization"/>.</param>
    /// <param name="responseUri">The <c>response_uri</c>, or the <c>redirect_uri</c>, of the request.</param>
    public static byte[] ForRedirect(string clientId, string nonce, ReadOnlyMemory<byte>? encryptionKeyThumbprint, string responseUri) =>
        Encode("OpenID4VPHandover", [clientId, nonce, encryptionKeyThumbprint, responseUri]);

    /// <summary>
    /// The handover of the Digital Credentials API: <c>OpenID4VPDCAPIHandover</c> (OpenID4VP 1.0 section B.2.6.2). The first
    /// drafts of the interactive authorization endpoint used it with the endpoint's URL as the origin.
    /// </summary>
    /// <param name="origin">The origin, without a prefix.</param>
    /// <param name="nonce">The <c>nonce</c> of the request.</param>
    /// <param name="encryptionKeyThumbprint">As in <see cref="ForInteractiveAuthorization"/>.</param>
    public static byte[] ForDigitalCredentialsApi(string origin, string nonce, ReadOnlyMemory<byte>? encryptionKeyThumbprint) =>
        Encode("OpenID4VPDCAPIHandover", [origin, nonce, encryptionKeyThumbprint]);

    private static byte[] Encode(string name, ReadOnlySpan<object?> parameters)
    {
        var info = new CborWriter(CborConformanceMode.Canonical);
        info.WriteStartArray(parameters.Length);
        foreach (object? parameter in parameters)
        {
            switch (parameter)
            {
                case string text:
                    info.WriteTextString(text);
                    break;
                case ReadOnlyMemory<byte> { Length: ThumbprintLength } octets:
                    info.WriteByteString(octets.Span);
                    break;
                case ReadOnlyMemory<byte>:
                    throw new ArgumentException($"A thumbprint with SHA-256 has {ThumbprintLength} octets.", nameof(parameters));
                default:
                    info.WriteNull();
                    break;
            }
        }

        info.WriteEndArray();
        var transcript = new CborWriter(CborConformanceMode.Canonical);
        transcript.WriteStartArray(3);
        transcript.WriteNull();
        transcript.WriteNull();
        transcript.WriteStartArray(2);
        transcript.WriteTextString(name);
        transcript.WriteByteString(SHA256.HashData(info.Encode()));
        transcript.WriteEndArray();
        transcript.WriteEndArray();
        return transcript.Encode();
    }
}
