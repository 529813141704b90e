using Eudiplo.Protocol.Cbor;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>Bounds of the work that one DeviceResponse can cause.</summary>
public sealed record MdocLimits
{
    /// <summary>The limits that hold when nothing else is configured.</summary>
    public static MdocLimits Default { get; } = new();

    /// <summary>Bounds of every CBOR item read: the response, and what is embedded in it.</summary>
    public CborLimits Cbor { get; init; } = CborLimits.Default;

    /// <summary>The most documents in one response. Default 4. Every document costs two signature checks and a chain.</summary>
    public int MaxDocuments { get; init; } = 4;

    /// <summary>The most data elements in one document. Default 500.</summary>
    public int MaxElements { get; init; } = 500;

    /// <summary>The most certificates in <c>x5chain</c>. Default 6.</summary>
    public int MaxCertificates { get; init; } = 6;
}
