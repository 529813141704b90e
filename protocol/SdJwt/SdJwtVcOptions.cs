using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>How SD-JWT VCs are verified.</summary>
public sealed record SdJwtVcOptions
{
    /// <summary>Algorithms of the issuer's signature. Default: ECDSA and RSASSA-PSS.</summary>
    public JwsAlgorithms IssuerAlgorithms { get; init; } = JwsAlgorithms.EcdsaAndPss;

    /// <summary>Algorithms of the holder's signature. Default: ECDSA.</summary>
    public JwsAlgorithms HolderAlgorithms { get; init; } = JwsAlgorithms.Ecdsa;

    /// <summary>Whether the older <c>typ</c> <c>vc+sd-jwt</c> is accepted beside <c>dc+sd-jwt</c>. Default false.</summary>
    public bool AcceptOlderType { get; init; }

    /// <summary>What a presentation may weigh.</summary>
    public SdJwtLimits Limits { get; init; } = SdJwtLimits.Default;
}
