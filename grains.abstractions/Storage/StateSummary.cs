namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>A stored state, told by its columns: nothing of its payload.</summary>
/// <param name="Key">The grain's key.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="Status">The status; <see cref="IStateQueries.ExpiredStatus"/> once the row has expired and is only kept.</param>
/// <param name="ClientId">The OAuth client; null where there is none or it was erased.</param>
/// <param name="GroupId">The group; null where there is none or it was erased.</param>
/// <param name="CreatedAt">When the state was made.</param>
/// <param name="UpdatedAt">When the row last changed.</param>
/// <param name="ExpiresAt">When it expires, or, for a row that is only kept, when it goes; null for never.</param>
/// <param name="Version">The row's version: the ETag of its state.</param>
public sealed record StateSummary(
    string Key,
    string TenantId,
    string Status,
    string? ClientId,
    string? GroupId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ExpiresAt,
    string Version);
