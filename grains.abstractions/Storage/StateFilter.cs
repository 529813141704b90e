namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>Which rows an operator's query means: all conditions that are not null hold.</summary>
/// <param name="Kind">The kind: a state's name, as in <see cref="StorageNames"/>.</param>
/// <param name="TenantId">The tenant; null for all tenants.</param>
public sealed record StateFilter(string Kind, string? TenantId)
{
    /// <summary>The status, as stored; <see cref="IStateQueries.ExpiredStatus"/> finds rows kept after their expiry.</summary>
    public string? Status { get; init; }

    /// <summary>Statuses of which a row has one and has not expired; null for any.</summary>
    public IReadOnlyList<string>? AnyStatus { get; init; }

    /// <summary>The OAuth client. Needs <see cref="TenantId"/>.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user, in clear: storage hashes it before it looks. Needs <see cref="TenantId"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>The group. Needs <see cref="TenantId"/>.</summary>
    public string? GroupId { get; init; }

    /// <summary>Rows made at this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Rows made before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }
}
