using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace Eudiplo.Storage.Sqlite;

/// <summary>One batch of the sweeper, in the writer's transaction.</summary>
internal static class SqliteSweep
{
    public static SweepResult Run(SqliteStatements statements, long time, int batchSize)
    {
        var now = statements.AdvanceClock(time);
        var due = Due(statements.Connection, now, batchSize);
        using var delete = Command(statements.Connection, "DELETE FROM state WHERE rowid = @row");
        using var erase = Command(
            statements.Connection,
            $"""
            UPDATE state SET status = '{IStateQueries.ExpiredStatus}', payload = x'', client_id = NULL, subject_hash = NULL, group_id = NULL,
                expires_at = retain_until, retain_until = NULL, updated_at = @now, version = version + {RowVersion.Step}
            WHERE rowid = @row
            """);
        erase.Parameters.AddWithValue("@now", now);
        var row = delete.Parameters.Add("@row", SqliteType.Integer);
        var kept = erase.Parameters.Add("@row", SqliteType.Integer);

        var erased = 0;
        foreach (var (id, retained) in due)
        {
            if (retained)
            {
                kept.Value = id;
                erased += erase.ExecuteNonQuery();
            }
            else
            {
                row.Value = id;
                delete.ExecuteNonQuery();
            }
        }

        return new SweepResult(due.Count - erased, erased, Elsewhere: false);
    }

    private static List<(long Id, bool Retained)> Due(SqliteConnection connection, long now, int batchSize)
    {
        using var command = Command(
            connection,
            "SELECT rowid, coalesce(retain_until > @now, 0) FROM state WHERE expires_at <= @now ORDER BY expires_at LIMIT @limit");
        command.Parameters.AddWithValue("@now", now);
        command.Parameters.AddWithValue("@limit", batchSize);
        using var reader = command.ExecuteReader();
        var due = new List<(long, bool)>(batchSize);
        while (reader.Read())
        {
            due.Add((reader.GetInt64(0), reader.GetBoolean(1)));
        }

        return due;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
