namespace Eudiplo.Grains.Abstractions.Administration;

/// <summary>One page of rows.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RowPage")]
public sealed record RowPage
{
    /// <summary>The rows.</summary>
    [Id(0)] public IReadOnlyList<RowSummary> Rows { get; init; } = [];

    /// <summary>Where the next page begins; null when this is the last.</summary>
    [Id(1)] public string? NextCursor { get; init; }

    /// <summary>Whether the cursor was one that was given out here; otherwise the page is empty.</summary>
    [Id(2)] public bool IsCursorValid { get; init; } = true;
}
