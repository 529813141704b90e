using System.Collections.Frozen;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Mdoc;

/// <summary>How mdocs are verified.</summary>
public sealed record MdocOptions
{
    /// <summary>The extended key usage of a signer of mobile driving licences (ISO/IEC 18013-5 table B.3).</summary>
    public const string DrivingLicenceSigner = "1.0.18013.5.1.2";

    /// <summary>Algorithms of the issuer's signature. Default: ECDSA.</summary>
    public JwsAlgorithms IssuerAlgorithms { get; init; } = JwsAlgorithms.Ecdsa;

    /// <summary>Algorithms of the device's signature. Default: ECDSA.</summary>
    public JwsAlgorithms DeviceAlgorithms { get; init; } = JwsAlgorithms.Ecdsa;

    /// <summary>
    /// The extended key usage (an OID) that the signer's certificate must have, by docType. Default: the one of ISO/IEC 18013-5 for
    /// <c>org.iso.18013.5.1.mDL</c>; a docType that is not listed needs none.
    /// </summary>
    public IReadOnlyDictionary<string, string> SignerKeyPurposes { get; init; } =
        new Dictionary<string, string> { ["org.iso.18013.5.1.mDL"] = DrivingLicenceSigner }.ToFrozenDictionary();

    /// <summary>What a response may weigh.</summary>
    public MdocLimits Limits { get; init; } = MdocLimits.Default;
}
