namespace Eudiplo.Protocol.StatusList;

/// <summary>What a Status List Token may weigh.</summary>
public sealed record StatusListLimits
{
    /// <summary>The limits that hold when nothing else is configured.</summary>
    public static StatusListLimits Default { get; } = new();

    /// <summary>The longest token in characters (JWT) or octets (CWT). Default 4 MiB.</summary>
    public int MaxTokenLength { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// The longest list in octets when decompressed. Default 4 MiB: 33 million credentials at one bit, 4 million at eight.
    /// </summary>
    public int MaxListLength { get; init; } = 4 * 1024 * 1024;
}
