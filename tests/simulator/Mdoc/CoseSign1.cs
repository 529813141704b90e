using System.Formats.Cbor;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>COSE_Sign1 with ES256 (RFC 9052, section 4.2), untagged as mdocs have it.</summary>
internal static class CoseSign1
{
    private const int Algorithm = 1;
    private const int CertificateChain = 33;
    private const int Es256 = -7;

    /// <summary>Signs.</summary>
    /// <param name="payload">What is signed.</param>
    /// <param name="key">Signs it.</param>
    /// <param name="detached">Whether the payload is left out of the structure.</param>
    /// <param name="certificates">The x5chain in the unprotected header, leaf first, DER; empty: none.</param>
    /// <param name="tamper">Whether to turn one bit of the signature.</param>
    public static byte[] Sign(
        byte[] payload, EcKey key, bool detached, IReadOnlyList<byte[]>? certificates = null, bool tamper = false)
    {
        var protectedHeader = CborValue.Encode(writer =>
        {
            writer.WriteStartMap(1);
            writer.WriteInt32(Algorithm);
            writer.WriteInt32(Es256);
            writer.WriteEndMap();
        });
        var signature = key.Sign(CborValue.Encode(writer =>
        {
            writer.WriteStartArray(4);
            writer.WriteTextString("Signature1");
            writer.WriteByteString(protectedHeader);
            writer.WriteByteString([]);
            writer.WriteByteString(payload);
            writer.WriteEndArray();
        }));
        if (tamper)
        {
            signature[^1] ^= 1;
        }

        return CborValue.Encode(writer =>
        {
            writer.WriteStartArray(4);
            writer.WriteByteString(protectedHeader);
            WriteUnprotected(writer, certificates ?? []);
            if (detached)
            {
                writer.WriteNull();
            }
            else
            {
                writer.WriteByteString(payload);
            }

            writer.WriteByteString(signature);
            writer.WriteEndArray();
        });
    }

    private static void WriteUnprotected(CborWriter writer, IReadOnlyList<byte[]> certificates)
    {
        writer.WriteStartMap(certificates.Count == 0 ? 0 : 1);
        if (certificates.Count == 1)
        {
            writer.WriteInt32(CertificateChain);
            writer.WriteByteString(certificates[0]);
        }
        else if (certificates.Count > 1)
        {
            writer.WriteInt32(CertificateChain);
            writer.WriteStartArray(certificates.Count);
            foreach (var certificate in certificates)
            {
                writer.WriteByteString(certificate);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndMap();
    }
}
