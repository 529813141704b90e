using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Jwe;

/// <summary>What a JWE may weigh before it is refused unread.</summary>
public sealed record JweLimits
{
    /// <summary>The limits that hold when nothing else is configured.</summary>
    public static JweLimits Default { get; } = new();

    /// <summary>The longest compact serialization, in characters. Default 1,048,576: a response may hold portraits.</summary>
    public int MaxLength { get; init; } = 1_048_576;

    /// <summary>The longest encoded header, in characters. Default 8,192.</summary>
    public int MaxHeaderLength { get; init; } = 8_192;

    /// <summary>The deepest nesting of JSON in the header, in levels. Default 32.</summary>
    public int MaxDepth { get; init; } = StrictJson.DefaultMaxDepth;
}
