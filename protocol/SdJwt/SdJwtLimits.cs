using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.SdJwt;

/// <summary>What an SD-JWT may weigh before it is refused.</summary>
public sealed record SdJwtLimits
{
    /// <summary>The limits that hold when nothing else is configured.</summary>
    public static SdJwtLimits Default { get; } = new();

    /// <summary>The longest presentation, in characters: a portrait may be in it. Default 262,144.</summary>
    public int MaxLength { get; init; } = 262_144;

    /// <summary>The most disclosures. Default 512.</summary>
    public int MaxDisclosures { get; init; } = 512;

    /// <summary>The deepest nesting, in levels, of the payload with its disclosures put in place. Default 32.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Limits of the issuer's JWT and the key binding JWT.</summary>
    public JwsLimits Jws { get; init; } = JwsLimits.Default with { MaxLength = 131_072 };
}
