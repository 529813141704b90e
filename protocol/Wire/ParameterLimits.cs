namespace Eudiplo.Protocol.Wire;

/// <summary>Bounds on what a request body may hold, beside its size.</summary>
public sealed record ParameterLimits
{
    /// <summary>The bounds that apply when nothing else is configured.</summary>
    public static ParameterLimits Default { get; } = new();

    /// <summary>The most parameters. Default 64.</summary>
    public int MaxCount { get; init; } = 64;

    /// <summary>The longest name, in characters. Default 128.</summary>
    public int MaxNameLength { get; init; } = 128;

    /// <summary>The longest value, in characters. Default 65,536: as long as the body may be.</summary>
    public int MaxValueLength { get; init; } = 65_536;

    /// <summary>The deepest nesting of a JSON body. Default 16.</summary>
    public int MaxDepth { get; init; } = 16;
}
