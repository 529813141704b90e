using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Rows;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>One batch of the sweeper, in a transaction of its own.</summary>
internal static class PostgreSqlSweep
{
    // Rows that are being written are left for the next batch: a sweep never makes a grain wait.
    private static readonly string Sql =
        $"""
        WITH due AS MATERIALIZED (
            SELECT kind, key, coalesce(retain_until > $1, false) AS kept FROM state
            WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        gone AS (
            DELETE FROM state AS s USING due AS d WHERE s.kind = d.kind AND s.key = d.key AND NOT d.kept RETURNING 1),
        erased AS (
            UPDATE state AS s SET status = '{IStateQueries.ExpiredStatus}', payload = '', client_id = NULL, subject_hash = NULL,
                group_id = NULL, expires_at = s.retain_until, retain_until = NULL, updated_at = $1, version = s.version + {RowVersion.Step}
            FROM due AS d WHERE s.kind = d.kind AND s.key = d.key AND d.kept RETURNING 1)
        SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM erased)
        """;

    public static async Task<SweepResult> RunAsync(NpgsqlConnection connection, long now, int batchSize, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await PostgreSqlLocks.TrySweepAsync(connection, cancellationToken))
        {
            return new SweepResult(0, 0, Elsewhere: true);
        }

        SweepResult result;
        await using (var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { PostgreSqlStatements.Advance(now), Sweep(now, batchSize) } })
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            result = new SweepResult((int)reader.GetInt64(0), (int)reader.GetInt64(1), Elsewhere: false);
        }

        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    internal static NpgsqlBatchCommand Sweep(long now, int batchSize) => new(Sql)
    {
        Parameters = { new NpgsqlParameter<long> { TypedValue = now }, new NpgsqlParameter<int> { TypedValue = batchSize } },
    };
}
