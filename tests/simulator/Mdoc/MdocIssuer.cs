using System.Formats.Cbor;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>An issuer of mdocs (ISO/IEC 18013-5, section 9.1.2).</summary>
/// <param name="key">Signs the documents.</param>
/// <param name="certificates">The key's certificates, leaf first, DER, without the root.</param>
/// <param name="clock">Where validity is counted from.</param>
public sealed class MdocIssuer(EcKey key, IReadOnlyList<byte[]> certificates, TimeProvider clock)
{
    /// <summary>Issues a document and gives it to the holder.</summary>
    public MdocCredential Issue(MdocIssuance issuance)
    {
        var elements = issuance.Elements
            .Select((element, index) => DataElement.Create(element.Namespace, element.Identifier, element.Value, index))
            .ToList();
        var security = CborValue.Encode(writer => WriteSecurityObject(writer, issuance, elements));
        Func<bool, byte[]> sign = tamper => CoseSign1.Sign(
            CborValue.Embed(security), issuance.SigningKey ?? key, detached: false, certificates, tamper);
        return new MdocCredential(issuance.DocumentType, elements, issuance.Holder, sign(false), sign(true));
    }

    private void WriteSecurityObject(CborWriter writer, MdocIssuance issuance, List<DataElement> elements)
    {
        var now = clock.GetUtcNow();
        var signed = issuance.Signed ?? now;
        writer.WriteStartMap(6);
        writer.WriteTextString("version");
        writer.WriteTextString("1.0");
        writer.WriteTextString("digestAlgorithm");
        writer.WriteTextString(issuance.DigestAlgorithm);
        writer.WriteTextString("valueDigests");
        var namespaces = elements.GroupBy(element => element.Namespace).ToList();
        writer.WriteStartMap(namespaces.Count);
        foreach (var group in namespaces)
        {
            writer.WriteTextString(group.Key);
            writer.WriteStartMap(group.Count());
            foreach (var element in group)
            {
                writer.WriteInt32(element.DigestId);
                writer.WriteByteString(element.Digest());
            }

            writer.WriteEndMap();
        }

        writer.WriteEndMap();
        writer.WriteTextString("deviceKeyInfo");
        writer.WriteStartMap(1);
        writer.WriteTextString("deviceKey");
        WriteKey(writer, issuance.Holder);
        writer.WriteEndMap();
        writer.WriteTextString("docType");
        writer.WriteTextString(issuance.SignedDocumentType ?? issuance.DocumentType);
        writer.WriteTextString("validityInfo");
        writer.WriteStartMap(3);
        writer.WriteTextString("signed");
        CborValue.WriteTime(writer, signed);
        writer.WriteTextString("validFrom");
        CborValue.WriteTime(writer, issuance.ValidFrom ?? signed);
        writer.WriteTextString("validUntil");
        CborValue.WriteTime(writer, issuance.ValidUntil ?? now.AddDays(1));
        writer.WriteEndMap();
        writer.WriteEndMap();
    }

    /// <summary>A COSE_Key with kty EC2 and crv P-256 (RFC 9053, section 7.1.1).</summary>
    private static void WriteKey(CborWriter writer, EcKey holder)
    {
        var point = holder.Point;
        writer.WriteStartMap(4);
        writer.WriteInt32(1);
        writer.WriteInt32(2);
        writer.WriteInt32(-1);
        writer.WriteInt32(1);
        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
    }
}
