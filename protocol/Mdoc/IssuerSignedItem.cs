using System.Diagnostics.CodeAnalysis;
using Eudiplo.Protocol.Cbor;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>A data element as the issuer signed it (ISO/IEC 18013-5 section 8.3.2.1.2.2, IssuerSignedItem).</summary>
/// <param name="DigestId">Where its digest stands in the MobileSecurityObject, per namespace.</param>
/// <param name="Identifier">The data element's identifier.</param>
/// <param name="Value">Its value.</param>
/// <param name="Encoded">IssuerSignedItemBytes: tag 24 and byte string, as received; what the digest is over.</param>
public sealed record IssuerSignedItem(ulong DigestId, string Identifier, CborItem Value, ReadOnlyMemory<byte> Encoded)
{
    /// <summary>The shortest <c>random</c> accepted, in octets: section 9.1.2.5 asks for at least 16.</summary>
    private const int MinRandomLength = 16;

    internal static bool TryRead(CborItem item, CborLimits limits, [NotNullWhen(true)] out IssuerSignedItem? element)
    {
        element = null;
        if (!EmbeddedCbor.TryRead(item, limits, out CborItem? content)
            || !content.TryGet("digestID", CborKind.UnsignedInteger, out CborItem? digestId)
            || !content.TryGet("random", CborKind.ByteString, out CborItem? random)
            || random.Bytes.Length < MinRandomLength
            || !content.TryGet("elementIdentifier", CborKind.TextString, out CborItem? identifier)
            || !content.TryGet("elementValue", out CborItem? value))
        {
            return false;
        }

        element = new(digestId.Number, identifier.Text, value, item.Encoded);
        return true;
    }
}
