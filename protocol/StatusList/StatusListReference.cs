using System.Text.Json;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.StatusList;

/// <summary>
/// Where a credential's status is published: the member <c>status_list</c> of its <c>status</c> (Token Status List, section
/// "Referenced Token").
/// </summary>
/// <param name="Index">The position in the list, from 0.</param>
/// <param name="Uri">The URI of the Status List Token; also the token's required subject.</param>
public sealed record StatusListReference(long Index, string Uri)
{
    /// <summary>
    /// Reads the JSON claim <c>status</c>. True with a null reference when it has no <c>status_list</c>: then the credential uses
    /// another mechanism, if any. False when it has one that is not well-formed; such a credential is to be refused.
    /// </summary>
    public static bool TryRead(JsonElement status, out StatusListReference? reference)
    {
        reference = null;
        if (status.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (!status.TryGetProperty("status_list", out JsonElement list))
        {
            return true;
        }

        return list.ValueKind == JsonValueKind.Object
            && list.TryGetProperty("idx", out JsonElement index)
            && index.ValueKind == JsonValueKind.Number
            && index.TryGetInt64(out long position)
            && list.TryGetString("uri", out string uri)
            && TryMake(position, uri, out reference);
    }

    /// <summary>Reads the CBOR structure <c>Status</c> (for an mdoc: in the MobileSecurityObject), with the same results.</summary>
    public static bool TryRead(CborItem status, out StatusListReference? reference)
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

        return list.TryGet("idx", CborKind.UnsignedInteger, out CborItem? index)
            && index.TryGetInt64(out long position)
            && list.TryGet("uri", CborKind.TextString, out CborItem? uri)
            && TryMake(position, uri.Text, out reference);
    }

    private static bool TryMake(long index, string uri, out StatusListReference? reference)
    {
        bool usable = index >= 0 && System.Uri.TryCreate(uri, UriKind.Absolute, out _);
        reference = usable ? new(index, uri) : null;
        return usable;
    }
}
