using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Protocol.StatusList;

/// <summary>Reads the CBOR structure <c>Status</c> of a credential (Token Status List, "Referenced Token in COSE").</summary>
public static class CborStatus
{
    /// <summary>
    /// True with a null reference when there is no <c>status_list</c>: then the credential uses another mechanism, if any. False when
    /// there is one that is not well-formed; such a credential is to be refused, or a revoked one would pass for one without a status.
    /// </summary>
    public static bool TryRead(CborItem status, out StatusReference? reference)
    {
        ArgumentNullException.ThrowIfNull(status);
        reference = null;
        if (status.Kind != CborKind.Map)
        {
            return false;
        }

        if (!status.TryGet("status_list", out CborItem? list))
        {
            return true;
        }

        if (!list.TryGet("idx", CborKind.UnsignedInteger, out CborItem? index)
            || !index.TryGetInt64(out long position)
            || !list.TryGet("uri", CborKind.TextString, out CborItem? uri))
        {
            return false;
        }

        reference = new(uri.Text, position);
        return true;
    }
}
