using System.Diagnostics.CodeAnalysis;
using Eudiplo.Protocol.Cbor;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>Encoded CBOR inside CBOR: tag 24 over a byte string (RFC 8949 section 3.4.5.1).</summary>
internal static class EmbeddedCbor
{
    public const ulong Tag = 24;

    public static bool TryRead(CborItem item, CborLimits limits, [NotNullWhen(true)] out CborItem? content)
    {
        content = null;
        return item.IsTag(Tag, out CborItem? octets)
            && octets.Kind == CborKind.ByteString
            && CborParser.TryParse(octets.Bytes, limits, out content, out _);
    }
}
