using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Cose;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>
/// Reads a DeviceResponse (ISO/IEC 18013-5 section 8.3.2.1.2.2). Members that the standard does not define are ignored; what it
/// defines must be there and of its type.
/// </summary>
internal static class DeviceResponseReader
{
    public static MdocError Read(ReadOnlyMemory<byte> response, MdocLimits limits, out IReadOnlyList<MdocDocument> documents)
    {
        documents = [];
        if (!CborParser.TryParse(response, limits.Cbor, out CborItem? root, out _))
        {
            return MdocError.NotCbor;
        }

        if (!root.TryGet("version", CborKind.TextString, out CborItem? version)
            || !root.TryGet("status", CborKind.UnsignedInteger, out CborItem? status))
        {
            return MdocError.MalformedResponse;
        }

        // A minor version only adds members (section 8.1).
        if (!version.Text.StartsWith("1.", StringComparison.Ordinal))
        {
            return MdocError.VersionNotSupported;
        }

        if (status.Number != 0)
        {
            return MdocError.StatusNotOk;
        }

        if (!root.TryGet("documents", out CborItem? list))
        {
            return MdocError.DocumentCount;
        }

        if (list.Kind != CborKind.Array)
        {
            return MdocError.MalformedResponse;
        }

        if (list.Items.Count == 0 || list.Items.Count > limits.MaxDocuments)
        {
            return MdocError.DocumentCount;
        }

        var read = new List<MdocDocument>(list.Items.Count);
        foreach (CborItem item in list.Items)
        {
            MdocError error = ReadDocument(item, limits, out MdocDocument? document);
            if (document is null)
            {
                return error;
            }

            read.Add(document);
        }

        documents = read;
        return MdocError.None;
    }

    private static MdocError ReadDocument(CborItem item, MdocLimits limits, out MdocDocument? document)
    {
        document = null;
        if (!item.TryGet("docType", CborKind.TextString, out CborItem? docType)
            || !item.TryGet("issuerSigned", CborKind.Map, out CborItem? issuerSigned)
            || !issuerSigned.TryGet("issuerAuth", out CborItem? issuerAuth)
            || !item.TryGet("deviceSigned", CborKind.Map, out CborItem? deviceSigned)
            || !deviceSigned.TryGet("nameSpaces", CborKind.Tag, out CborItem? deviceNameSpaces)
            || !EmbeddedCbor.TryRead(deviceNameSpaces, limits.Cbor, out CborItem? deviceElements)
            || deviceElements.Kind != CborKind.Map
            || !deviceSigned.TryGet("deviceAuth", CborKind.Map, out CborItem? deviceAuth))
        {
            return MdocError.MalformedResponse;
        }

        MdocError error = ReadNameSpaces(issuerSigned, limits, out var nameSpaces);
        if (error != MdocError.None)
        {
            return error;
        }

        if (!CoseSign1.TryParse(issuerAuth, limits.Cbor, out CoseSign1? signed, out _))
        {
            return MdocError.IssuerAuthMalformed;
        }

        document = new(docType.Text, nameSpaces, signed, deviceNameSpaces.Encoded, deviceAuth);
        return MdocError.None;
    }

    private static MdocError ReadNameSpaces(
        CborItem issuerSigned, MdocLimits limits, out IReadOnlyList<KeyValuePair<string, IReadOnlyList<IssuerSignedItem>>> nameSpaces)
    {
        nameSpaces = [];
        if (!issuerSigned.TryGet("nameSpaces", out CborItem? map))
        {
            // A document that was asked for without any data element.
            return MdocError.None;
        }

        if (map.Kind != CborKind.Map)
        {
            return MdocError.MalformedResponse;
        }

        int left = limits.MaxElements;

        // The elements are embedded: together they may hold as many items as one document that is not.
        int itemsLeft = limits.Cbor.MaxItems;
        var read = new List<KeyValuePair<string, IReadOnlyList<IssuerSignedItem>>>(map.Entries.Count);
        foreach ((CborItem key, CborItem value) in map.Entries)
        {
            if (key.Kind != CborKind.TextString || value.Kind != CborKind.Array)
            {
                return MdocError.MalformedResponse;
            }

            left -= value.Items.Count;
            if (left < 0)
            {
                return MdocError.TooManyElements;
            }

            MdocError error = ReadElements(value, limits.Cbor, ref itemsLeft, out var elements);
            if (error != MdocError.None)
            {
                return error;
            }

            read.Add(new(key.Text, elements));
        }

        nameSpaces = read;
        return MdocError.None;
    }

    private static MdocError ReadElements(
        CborItem array, CborLimits limits, ref int itemsLeft, out IReadOnlyList<IssuerSignedItem> elements)
    {
        var read = new List<IssuerSignedItem>(array.Items.Count);
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        var digestIds = new HashSet<ulong>();
        elements = read;
        foreach (CborItem item in array.Items)
        {
            if (!IssuerSignedItem.TryRead(item, limits with { MaxItems = itemsLeft }, out IssuerSignedItem? element))
            {
                return MdocError.MalformedResponse;
            }

            itemsLeft -= element.Value.ItemCount;

            if (!identifiers.Add(element.Identifier) || !digestIds.Add(element.DigestId))
            {
                return MdocError.ElementRepeated;
            }

            read.Add(element);
        }

        return MdocError.None;
    }
}
