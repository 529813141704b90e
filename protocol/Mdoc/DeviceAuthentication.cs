using System.Formats.Cbor;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Cose;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>Verifies the device's signature over the session (ISO/IEC 18013-5 sections 9.1.3.4 and 9.1.3.6).</summary>
internal static class DeviceAuthentication
{
    public static MdocError Verify(
        MdocDocument document, ReadOnlyMemory<byte> sessionTranscript, Jwk deviceKey, MdocOptions options, out string? detail)
    {
        detail = null;
        if (document.DeviceAuth.TryGet("deviceMac", out _))
        {
            return MdocError.DeviceMacNotSupported;
        }

        if (!document.DeviceAuth.TryGet("deviceSignature", out CborItem? signature)
            || !CoseSign1.TryParse(signature, options.Limits.Cbor, out CoseSign1? signed, out CoseError error))
        {
            return MdocError.DeviceAuthMalformed;
        }

        error = signed.Verify(deviceKey, options.DeviceAlgorithms, Encode(document, sessionTranscript));
        detail = error == CoseError.None ? null : error.ToString();
        return error switch
        {
            CoseError.None => MdocError.None,
            CoseError.AlgorithmNotAllowed or CoseError.PayloadMissing => MdocError.DeviceAuthMalformed,
            CoseError.KeyInvalid => MdocError.DeviceKeyInvalid,
            _ => MdocError.DeviceSignatureInvalid,
        };
    }

    /// <summary>DeviceAuthenticationBytes: the detached payload.</summary>
    private static byte[] Encode(MdocDocument document, ReadOnlyMemory<byte> sessionTranscript)
    {
        var authentication = new CborWriter(CborConformanceMode.Lax);
        authentication.WriteStartArray(4);
        authentication.WriteTextString("DeviceAuthentication");
        authentication.WriteEncodedValue(sessionTranscript.Span);
        authentication.WriteTextString(document.DocType);
        authentication.WriteEncodedValue(document.DeviceNameSpaces.Span);
        authentication.WriteEndArray();
        var bytes = new CborWriter(CborConformanceMode.Lax);
        bytes.WriteTag((CborTag)EmbeddedCbor.Tag);
        bytes.WriteByteString(authentication.Encode());
        return bytes.Encode();
    }
}
