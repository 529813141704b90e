using System.Text.Json;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Trust;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>A document whose issuer, integrity, validity and device were verified.</summary>
public sealed record VerifiedMdoc
{
    /// <summary>What the document is, for instance <c>org.iso.18013.5.1.mDL</c>.</summary>
    public required string DocType { get; init; }

    /// <summary>
    /// The data elements that the issuer signed: an object of namespaces, each an object of data elements, values as
    /// <see cref="Cbor.CborJson"/> tells them. Elements that only the device signed are self-asserted and are left out.
    /// </summary>
    public required JsonElement Claims { get; init; }

    /// <summary>The signer's certificate and what leads from it to a configured root.</summary>
    public required CertificateChain Chain { get; init; }

    /// <summary>The device's key; its RFC 7638 thumbprint names the holder.</summary>
    public required Jwk DeviceKey { get; init; }

    /// <summary>When the issuer signed.</summary>
    public required DateTimeOffset Signed { get; init; }

    /// <summary>Not valid before.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Not valid after.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Where its status is told, if it says so.</summary>
    public StatusReference? Status { get; init; }
}
