namespace Eudiplo.Grains.Abstractions.Administration;

/// <summary>A session or grant, told by its columns: no personal data.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status.</param>
/// <param name="ClientId">The client.</param>
/// <param name="GroupId">The group.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="ExpiresAt">When it expires.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.RowSummary")]
public sealed record RowSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string Status,
    [property: Id(2)] string? ClientId,
    [property: Id(3)] string? GroupId,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset UpdatedAt,
    [property: Id(6)] DateTimeOffset? ExpiresAt);
