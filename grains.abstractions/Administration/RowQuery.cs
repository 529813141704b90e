namespace Eudiplo.Grains.Abstractions.Administration;

/// <summary>Which rows an operator wants to see: all conditions that are not null hold.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RowQuery")]
public sealed record RowQuery
{
    /// <summary>The kind of row: <c>session</c> or <c>grant</c>.</summary>
    [Id(0)] public required string Kind { get; init; }

    /// <summary>The status.</summary>
    [Id(1)] public string? Status { get; init; }

    /// <summary>The client.</summary>
    [Id(2)] public string? ClientId { get; init; }

    /// <summary>The user. Personal data.</summary>
    [Id(3)] public string? Subject { get; init; }

    /// <summary>The group.</summary>
    [Id(4)] public string? GroupId { get; init; }

    /// <summary>Rows made at this time or later.</summary>
    [Id(5)] public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Rows made before this time.</summary>
    [Id(6)] public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Where the page begins: null for the first.</summary>
    [Id(7)] public string? Cursor { get; init; }

    /// <summary>1 to 1,000 rows.</summary>
    [Id(8)] public int PageSize { get; init; } = 100;

    /// <summary>Never the conditions.</summary>
    public override string ToString() => $"{nameof(RowQuery)} {Kind}";
}
