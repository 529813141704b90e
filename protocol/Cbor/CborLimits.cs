namespace Eudiplo.Protocol.Cbor;

/// <summary>Bounds of the work that one CBOR document from outside can cause.</summary>
public sealed record CborLimits
{
    /// <summary>The limits used where a caller has none of its own.</summary>
    public static CborLimits Default { get; } = new();

    /// <summary>The largest document in bytes. Default 1 MiB: a portrait is the largest thing that credentials carry.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>The deepest nesting; a tag counts as a level. Default 32.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>The most data items, keys included. Default 20,000.</summary>
    public int MaxItems { get; init; } = 20_000;
}
