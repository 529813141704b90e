using System.Security.Cryptography;

namespace Eudiplo.WalletSimulator.Mdoc;

/// <summary>One issued data element (IssuerSignedItem).</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Identifier">The element's identifier.</param>
/// <param name="Value">The value.</param>
/// <param name="DigestId">Its number among the digests.</param>
/// <param name="Encoded">The item in CBOR; digests are over this, embedded.</param>
public sealed record DataElement(string Namespace, string Identifier, object Value, int DigestId, byte[] Encoded)
{
    /// <summary>Makes an element with a fresh 256-bit random.</summary>
    public static DataElement Create(string elementNamespace, string identifier, object value, int digestId) =>
        Create(elementNamespace, identifier, value, digestId, RandomNumberGenerator.GetBytes(32));

    /// <summary>The digest that the issuer signs.</summary>
    public byte[] Digest() => SHA256.HashData(CborValue.Embed(Encoded));

    /// <summary>The element with another value, which the issuer never signed.</summary>
    public DataElement WithValue(object value) => Create(Namespace, Identifier, value, DigestId);

    private static DataElement Create(string elementNamespace, string identifier, object value, int digestId, byte[] random) =>
        new(elementNamespace, identifier, value, digestId, CborValue.Encode(writer =>
        {
            writer.WriteStartMap(4);
            writer.WriteTextString("digestID");
            writer.WriteInt32(digestId);
            writer.WriteTextString("random");
            writer.WriteByteString(random);
            writer.WriteTextString("elementIdentifier");
            writer.WriteTextString(identifier);
            writer.WriteTextString("elementValue");
            CborValue.Write(writer, value);
            writer.WriteEndMap();
        }));
}
