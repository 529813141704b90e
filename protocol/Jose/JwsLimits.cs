namespace Eudiplo.Protocol.Jose;

/// <summary>What a JWS may weigh before it is refused unread.</summary>
public sealed record JwsLimits
{
    /// <summary>The limits that hold when nothing else is configured.</summary>
    public static JwsLimits Default { get; } = new();

    /// <summary>The longest compact serialization, in characters. Default 65,536.</summary>
    public int MaxLength { get; init; } = 65_536;

    /// <summary>The longest encoded header, in characters; it must hold an <c>x5c</c> chain. Default 24,576.</summary>
    public int MaxHeaderLength { get; init; } = 24_576;

    /// <summary>The deepest nesting of JSON in header and payload, in levels. Default 32.</summary>
    public int MaxDepth { get; init; } = StrictJson.DefaultMaxDepth;

    /// <summary>The most certificates in an <c>x5c</c> header. Default 6.</summary>
    public int MaxCertificates { get; init; } = 6;
}
