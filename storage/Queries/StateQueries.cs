using System.Data.Common;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Hosting;
using Eudiplo.Storage.Rows;

namespace Eudiplo.Storage.Queries;

/// <inheritdoc cref="IStateQueries"/>
/// <remarks>The same statements run on both databases; only how a page is locked before it is deleted differs.</remarks>
internal sealed class StateQueries(IStateDatabase database, IStorageInitializer initializer, SubjectHasher subjects) : IStateQueries
{
    internal const string Newest = "ORDER BY created_at DESC, key DESC";

    public async Task<StatePage> ListAsync(StateFilter filter, string? cursor, int pageSize, CancellationToken cancellationToken)
    {
        var after = cursor is null ? (StateCursor?)null : StateCursor.Parse(cursor);
        CheckPage(pageSize);
        if (!await PrepareAsync(filter, cancellationToken))
        {
            return new StatePage([], null);
        }

        var text = new StateQueryText(filter, subjects, await database.AdvanceClockAsync(cancellationToken));
        if (after is { } position)
        {
            text.After(position);
        }

        var rows = await database.QueryAsync(
            async (connection, token) =>
            {
                await using var command = text.Command(connection, ListSql(text, pageSize + 1));
                return await ReadAsync(command, Summary, token);
            },
            cancellationToken);

        // One row more than asked for tells whether there is a further page.
        if (rows.Count <= pageSize)
        {
            return new StatePage(rows, null);
        }

        var last = rows[pageSize - 1];
        return new StatePage(rows.GetRange(0, pageSize), new StateCursor(Instant.From(last.CreatedAt), last.Key).ToString());
    }

    public async Task<long> CountAsync(StateFilter filter, CancellationToken cancellationToken)
    {
        if (!await PrepareAsync(filter, cancellationToken))
        {
            return 0;
        }

        var text = new StateQueryText(filter, subjects, await database.AdvanceClockAsync(cancellationToken));
        return await database.QueryAsync(
            async (connection, token) =>
            {
                await using var command = text.Command(connection, $"SELECT count(*) FROM state WHERE {text.Where}");
                return (long)(await command.ExecuteScalarAsync(token))!;
            },
            cancellationToken);
    }

    public async Task<long> CountAtMostAsync(StateFilter filter, long limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (!await PrepareAsync(filter, cancellationToken))
        {
            return 0;
        }

        var text = new StateQueryText(filter, subjects, await database.AdvanceClockAsync(cancellationToken));
        return await database.QueryAsync(
            async (connection, token) =>
            {
                await using var command = text.Command(connection, CountAtMostSql(text, limit));
                return (long)(await command.ExecuteScalarAsync(token))!;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<StateCount>> CountByStatusAsync(string kind, CancellationToken cancellationToken)
    {
        var filter = new StateFilter(kind, null);
        if (!await PrepareAsync(filter, cancellationToken))
        {
            return [];
        }

        var text = new StateQueryText(filter, subjects, await database.AdvanceClockAsync(cancellationToken));
        return await database.QueryAsync(
            async (connection, token) =>
            {
                await using var command = text.Command(
                    connection,
                    $"SELECT tenant_id, {StateQueryText.Status}, count(*) FROM state WHERE {text.Where} GROUP BY 1, 2 ORDER BY 1, 2");
                return await ReadAsync(
                    command,
                    reader => new StateCount(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)),
                    token);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<string>> DeletePageAsync(StateFilter filter, int pageSize, CancellationToken cancellationToken)
    {
        CheckPage(pageSize);
        if (!await PrepareAsync(filter, cancellationToken))
        {
            return [];
        }

        var text = new StateQueryText(filter, subjects, await database.AdvanceClockAsync(cancellationToken));
        return await database.ChangeAsync(
            async (connection, token) =>
            {
                await using var command = text.Command(connection, database.DeletePageSql(text.Where, Newest, pageSize, "key"));
                return await ReadAsync(command, reader => reader.GetString(0), token);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, long>> DeleteTenantPageAsync(
        string tenantId,
        int pageSize,
        CancellationToken cancellationToken)
    {
        CheckPage(pageSize);
        await initializer.InitializeAsync(cancellationToken);
        if (!RowKey.IsStorable(tenantId))
        {
            return new Dictionary<string, long>();
        }

        var kinds = await database.ChangeAsync(
            async (connection, token) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = database.DeletePageSql(OfTenant, "", pageSize, "kind");
                var tenant = command.CreateParameter();
                tenant.ParameterName = "@tenant";
                tenant.Value = tenantId;
                command.Parameters.Add(tenant);
                return await ReadAsync(command, reader => reader.GetString(0), token);
            },
            cancellationToken);
        return kinds.CountBy(kind => kind).ToDictionary(count => count.Key, count => (long)count.Value);
    }

    /// <summary>Every row of a tenant, of whatever kind.</summary>
    internal const string OfTenant = "tenant_id = @tenant";

    /// <summary>Counts rows up to a limit.</summary>
    internal static string CountAtMostSql(StateQueryText text, long limit) => $"SELECT count(*) FROM (SELECT 1 FROM state WHERE {text.Where} LIMIT {limit}) AS found";

    /// <summary>The rows of one page, as an operator may see them.</summary>
    internal static string ListSql(StateQueryText text, int limit) =>
        $"""
        SELECT key, tenant_id, {StateQueryText.Status}, CASE WHEN expires_at <= @now THEN NULL ELSE client_id END,
            CASE WHEN expires_at <= @now THEN NULL ELSE group_id END, created_at, updated_at,
            CASE WHEN expires_at <= @now THEN retain_until ELSE expires_at END, version
        FROM state WHERE {text.Where} {Newest} LIMIT {limit}
        """;

    /// <summary>False: a text in the filter cannot be stored by any row, so nothing matches.</summary>
    private async Task<bool> PrepareAsync(StateFilter filter, CancellationToken cancellationToken)
    {
        if (filter.TenantId is null && (filter.ClientId ?? filter.Subject ?? filter.GroupId) is not null)
        {
            throw new ArgumentException("Clients, subjects and groups belong to a tenant: the filter must name it.", nameof(filter));
        }

        await initializer.InitializeAsync(cancellationToken);
        string?[] texts = [filter.Kind, filter.TenantId, filter.ClientId, filter.GroupId, filter.Status is "" ? null : filter.Status];
        return texts.All(text => text is null || RowKey.IsStorable(text));
    }

    private static void CheckPage(int pageSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageSize, IStateQueries.MaxPageSize);
    }

    private static async Task<List<T>> ReadAsync<T>(DbCommand command, Func<DbDataReader, T> row, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    private static StateSummary Summary(DbDataReader reader) => new(
        reader.GetString(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.IsDBNull(3) ? null : reader.GetString(3),
        reader.IsDBNull(4) ? null : reader.GetString(4),
        Instant.ToTime(reader.GetInt64(5)),
        Instant.ToTime(reader.GetInt64(6)),
        reader.IsDBNull(7) ? null : Instant.ToTime(reader.GetInt64(7)),
        RowVersion.ToETag(reader.GetInt64(8)));
}
