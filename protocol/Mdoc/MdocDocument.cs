using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Cose;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>A Document of a DeviceResponse, read and not verified (ISO/IEC 18013-5 section 8.3.2.1.2.2).</summary>
/// <param name="DocType">What the device says the document is.</param>
/// <param name="NameSpaces">The data elements returned, by namespace, in the order received.</param>
/// <param name="IssuerAuth">The issuer's signature over the MobileSecurityObject.</param>
/// <param name="DeviceNameSpaces">DeviceNameSpacesBytes as received: part of what the device signs.</param>
/// <param name="DeviceAuth">The map with <c>deviceSignature</c> or <c>deviceMac</c>.</param>
internal sealed record MdocDocument(
    string DocType,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<IssuerSignedItem>>> NameSpaces,
    CoseSign1 IssuerAuth,
    ReadOnlyMemory<byte> DeviceNameSpaces,
    CborItem DeviceAuth);
