namespace Eudiplo.Grains.Abstractions.Storage;

/// <summary>
/// Finds, counts and deletes stored states by their columns, in pages; no payload is decrypted. Only what a grain's own read would
/// find is there, and rows that are kept after their expiry, with status <see cref="ExpiredStatus"/>.
/// </summary>
public interface IStateQueries
{
    /// <summary>The status of a row whose payload was erased at its expiry and that is kept for its times.</summary>
    const string ExpiredStatus = "expired";

    /// <summary>The largest page that any method returns or works on.</summary>
    const int MaxPageSize = 10_000;

    /// <summary>One page of rows, newest first.</summary>
    /// <param name="filter">Which rows.</param>
    /// <param name="cursor"><see cref="StatePage.NextCursor"/> of the page before; null for the first.</param>
    /// <param name="pageSize">1 to <see cref="MaxPageSize"/> rows.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FormatException">The cursor is not one that this method gave out.</exception>
    Task<StatePage> ListAsync(StateFilter filter, string? cursor, int pageSize, CancellationToken cancellationToken = default);

    /// <summary>The number of rows.</summary>
    Task<long> CountAsync(StateFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The number of rows, but no more than a limit: the database looks no further once it has found that many.</summary>
    /// <param name="filter">Which rows.</param>
    /// <param name="limit">The most that is told, 1 or more.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<long> CountAtMostAsync(StateFilter filter, long limit, CancellationToken cancellationToken = default);

    /// <summary>The number of rows of a kind by tenant and status: one pass over the kind's rows, meant for gauges and not for requests.</summary>
    Task<IReadOnlyList<StateCount>> CountByStatusAsync(string kind, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes one page of rows, whatever their version, and returns their keys, so that activations in memory can be told. An empty page
    /// means that no row is left. Rows that are being written are waited for.
    /// </summary>
    /// <param name="filter">Which rows.</param>
    /// <param name="pageSize">1 to <see cref="MaxPageSize"/> rows.</param>
    /// <param name="cancellationToken">Stops waiting; a page already sent may still be deleted.</param>
    Task<IReadOnlyList<string>> DeletePageAsync(StateFilter filter, int pageSize, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes one page of everything that a tenant has, of every kind, rows kept after expiry included, and returns the number of deleted
    /// rows by kind. An empty answer means that nothing is left.
    /// </summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="pageSize">1 to <see cref="MaxPageSize"/> rows.</param>
    /// <param name="cancellationToken">Stops waiting; a page already sent may still be deleted.</param>
    Task<IReadOnlyDictionary<string, long>> DeleteTenantPageAsync(string tenantId, int pageSize, CancellationToken cancellationToken = default);
}
