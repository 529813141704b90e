using System.Diagnostics.CodeAnalysis;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.StatusList;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>The MobileSecurityObject (ISO/IEC 18013-5 section 9.1.2.4): what the issuer signs in place of the data elements.</summary>
internal sealed class MobileSecurityObject
{
    private readonly CborItem _valueDigests;

    private MobileSecurityObject(CborItem valueDigests, string digestAlgorithm, string docType, CborItem deviceKey)
    {
        _valueDigests = valueDigests;
        DigestAlgorithm = digestAlgorithm;
        DocType = docType;
        DeviceKey = deviceKey;
    }

    /// <summary><c>SHA-256</c>, <c>SHA-384</c> or <c>SHA-512</c>, if it is one that is known.</summary>
    public string DigestAlgorithm { get; }

    public string DocType { get; }

    /// <summary>The COSE_Key of the device, not read yet.</summary>
    public CborItem DeviceKey { get; }

    public DateTimeOffset Signed { get; private init; }

    public DateTimeOffset ValidFrom { get; private init; }

    public DateTimeOffset ValidUntil { get; private init; }

    /// <summary>Where the document's status is published; null when the issuer names no Token Status List.</summary>
    public StatusReference? Status { get; private init; }

    public static bool TryRead(ReadOnlyMemory<byte> payload, CborLimits limits, [NotNullWhen(true)] out MobileSecurityObject? read)
    {
        read = null;
        if (!CborParser.TryParse(payload, limits, out CborItem? bytes, out _)
            || !EmbeddedCbor.TryRead(bytes, limits, out CborItem? mso)
            || !mso.TryGet("version", CborKind.TextString, out CborItem? version)
            || !version.Text.StartsWith("1.", StringComparison.Ordinal)
            || !mso.TryGet("digestAlgorithm", CborKind.TextString, out CborItem? algorithm)
            || !mso.TryGet("valueDigests", CborKind.Map, out CborItem? digests)
            || !mso.TryGet("deviceKeyInfo", CborKind.Map, out CborItem? keyInfo)
            || !keyInfo.TryGet("deviceKey", CborKind.Map, out CborItem? deviceKey)
            || !mso.TryGet("docType", CborKind.TextString, out CborItem? docType)
            || !mso.TryGet("validityInfo", CborKind.Map, out CborItem? validity)
            || !TryReadTime(validity, "signed", out DateTimeOffset signed)
            || !TryReadTime(validity, "validFrom", out DateTimeOffset from)
            || !TryReadTime(validity, "validUntil", out DateTimeOffset until)
            || !TryReadStatus(mso, out StatusReference? status))
        {
            return false;
        }

        read = new(digests, algorithm.Text, docType.Text, deviceKey)
        {
            Signed = signed,
            ValidFrom = from,
            ValidUntil = until,
            Status = status,
        };
        return true;
    }

    /// <summary>The digest of a data element, if the issuer signed one under this number.</summary>
    public bool TryGetDigest(string nameSpace, ulong digestId, out ReadOnlyMemory<byte> digest)
    {
        digest = default;
        if (digestId > long.MaxValue
            || !_valueDigests.TryGet(nameSpace, CborKind.Map, out CborItem? ofNameSpace)
            || !ofNameSpace.TryGet((long)digestId, CborKind.ByteString, out CborItem? found))
        {
            return false;
        }

        digest = found.Bytes;
        return true;
    }

    private static bool TryReadTime(CborItem validity, string name, out DateTimeOffset time)
    {
        time = default;
        return validity.TryGet(name, out CborItem? item) && CborDates.TryReadDateTime(item, out time);
    }

    private static bool TryReadStatus(CborItem mso, out StatusReference? status)
    {
        status = null;
        return !mso.TryGet("status", out CborItem? claim) || CborStatus.TryRead(claim, out status);
    }
}
