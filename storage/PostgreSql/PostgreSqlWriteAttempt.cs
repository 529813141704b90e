using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Rows;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>One try to write a batch: the rows, one commit, an answer for each.</summary>
/// <param name="connection">An open connection.</param>
/// <param name="clock">The expiry clock.</param>
/// <param name="rows">The writes, no two of one row.</param>
/// <param name="inDoubt">An earlier try may have been committed.</param>
internal sealed class PostgreSqlWriteAttempt(NpgsqlConnection connection, ExpiryClock clock, List<StateWrite> rows, bool inDoubt)
{
    public async Task RunAsync()
    {
        var made = await WriteAsync();
        var losers = rows.FindAll(row => !made.Contains(PostgreSqlWriteBatch.Identity(row)));
        if (losers.Count == 0)
        {
            rows.ForEach(row => row.TrySetResult(new WriteResult(Applied: true, row.NewVersion)));
            return;
        }

        // The winners are durable. They are answered before the losers are looked at, whose failure must not become theirs.
        rows.ForEach(row =>
        {
            if (made.Contains(PostgreSqlWriteBatch.Identity(row)))
            {
                row.TrySetResult(new WriteResult(Applied: true, row.NewVersion));
            }
        });
        rows.RemoveAll(row => row.Task.IsCompleted);
        await AnswerLosersAsync();
    }

    private async Task<HashSet<long>> WriteAsync()
    {
        // Every process locks rows in the same order, so that two batches which share rows do not wait for each other.
        rows.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key) is var order and not 0 ? order : string.CompareOrdinal(a.Kind, b.Kind));
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, WriteKind.Insert, PostgreSqlStatements.Insert);
        Add(batch, WriteKind.Update, PostgreSqlStatements.Update);
        Add(batch, WriteKind.Delete, PostgreSqlStatements.Delete);

        // Statements of one batch without a transaction around them are one transaction, committed with the last.
        var made = new HashSet<long>(rows.Count);
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                made.Add(reader.GetInt64(0));
            }
        }
        while (await reader.NextResultAsync());
        return made;
    }

    private void Add(NpgsqlBatch batch, WriteKind operation, Func<List<StateWrite>, NpgsqlBatchCommand> command)
    {
        var some = rows.FindAll(row => row.Operation == operation);
        if (some.Count > 0)
        {
            batch.BatchCommands.Add(command(some));
        }
    }

    private async Task AnswerLosersAsync()
    {
        var stored = new (long Version, long? ExpiresAt)?[rows.Count];
        await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgreSqlStatements.Losers(rows) } })
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                stored[(int)reader.GetInt64(0) - 1] = (reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
            }
        }

        await RememberExpiryAsync(stored);
        for (var index = 0; index < rows.Count; index++)
        {
            Answer(rows[index], stored[index]?.Version);
        }
    }

    // A loser learns that its row has expired: that must hold for every clock from now on.
    private async Task RememberExpiryAsync((long Version, long? ExpiresAt)?[] stored)
    {
        var now = 0L;
        for (var index = 0; index < stored.Length; index++)
        {
            if (stored[index]?.ExpiresAt is { } expiresAt && expiresAt <= rows[index].Now && !clock.IsStored(expiresAt))
            {
                now = Math.Max(now, rows[index].Now);
            }
        }

        if (now > 0)
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { PostgreSqlStatements.Advance(now) } };
            await batch.ExecuteNonQueryAsync();
            clock.Stored(now);
        }
    }

    private void Answer(StateWrite row, long? stored)
    {
        if (!inDoubt)
        {
            row.TrySetResult(new WriteResult(Applied: false, stored));
            return;
        }

        // An earlier try may have been committed. The stored version says so itself; or it says that the row is still as expected and has
        // expired, or that another writer made the write that follows. When more has happened since, nobody can tell.
        if (row.Operation != WriteKind.Delete && stored == row.NewVersion)
        {
            row.TrySetResult(new WriteResult(Applied: true, row.NewVersion));
        }
        else if (row.Operation != WriteKind.Delete && stored is { } version
            && (version == row.ExpectedVersion || RowVersion.Writes(version) == RowVersion.Writes(row.ExpectedVersion) + 1))
        {
            row.TrySetResult(new WriteResult(Applied: false, version));
        }
        else
        {
            row.TrySetException(new StorageOutcomeUnknownException(
                "The connection to PostgreSQL was lost during a write, and its row has changed since: whether the write was made is not known."));
        }
    }
}
