namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>One page of rows.</summary>
/// <param name="Rows">The rows, newest first.</param>
/// <param name="NextCursor">Where the next page begins; null when this is the last.</param>
public sealed record StatePage(IReadOnlyList<StateSummary> Rows, string? NextCursor);
