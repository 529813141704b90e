using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Eudiplo.Load.Measurements;
using Eudiplo.Storage.Migrations;
using Eudiplo.Storage.Options;
using Eudiplo.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Eudiplo.Load.Limits;

/// <summary>The rows of the product, by its own statements on its own tables, on one thread and with nothing around them.</summary>
internal static class BareSqlite
{
    private const int StoredRows = 10_000;

    public static IReadOnlyList<LimitRow> Measure(LimitsOptions options)
    {
        var path = Path.Combine(options.SqliteDirectory, $"eudiplo-limits-{Guid.NewGuid():N}.db");
        try
        {
            using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
            {
                connection.Open();
                foreach (var step in Migration.For("Sqlite"))
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = step.Sql;
                    command.ExecuteNonQuery();
                }
            }

            using var writer = new SqliteConnections(new StorageOptions(), path).OpenWriter();
            var number = 0L;
            using var insert = Prepare(writer, SqliteStatements.Insert);
            using var update = Prepare(writer, SqliteStatements.Update);
            Transaction(writer, insert, Enumerable.Range(0, StoredRows).Select(_ => number++));
            var rows = new List<LimitRow>();
            foreach (var together in new[] { 1, options.Rows })
            {
                rows.Add(Run(options, writer, insert, together, "inserts", () => number++));
                rows.Add(Run(options, writer, update, together, "updates", () => RandomNumberGenerator.GetInt32(StoredRows)));
            }

            return rows;
        }
        finally
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            {
                File.Delete(file);
            }
        }
    }

    private static LimitRow Run(
        LimitsOptions options, SqliteConnection writer, SqliteCommand command, int together, string unit, Func<long> next)
    {
        var commits = new LatencyHistogram();
        var begun = Stopwatch.GetTimestamp();
        var done = 0L;
        while (Stopwatch.GetElapsedTime(begun) < options.Duration)
        {
            var started = Stopwatch.GetTimestamp();
            Transaction(writer, command, Enumerable.Range(0, together).Select(_ => next()));
            commits.Record(Stopwatch.GetElapsedTime(started));
            done += together;
        }

        var latencies = commits.Snapshot();
        return new LimitRow(
            "sqlite",
            string.Create(CultureInfo.InvariantCulture, $"{together} rows of 1.2 KB in a durable transaction, one connection"),
            done / Stopwatch.GetElapsedTime(begun).TotalSeconds,
            unit,
            latencies.Mean.TotalMilliseconds,
            latencies.Percentile(50).TotalMilliseconds,
            latencies.Percentile(99).TotalMilliseconds);
    }

    private static void Transaction(SqliteConnection writer, SqliteCommand command, IEnumerable<long> numbers)
    {
        Execute(writer, "BEGIN IMMEDIATE");
        foreach (var number in numbers)
        {
            command.Parameters["@key"].Value = SampleRow.Key(number);
            if (command.ExecuteNonQuery() != 1)
            {
                throw new InvalidOperationException("The statement met no row.");
            }
        }

        Execute(writer, "COMMIT");
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        (string Name, object? Value)[] values =
        [
            ("@kind", SampleRow.Kind), ("@key", ""), ("@tenant", SampleRow.Tenant), ("@status", SampleRow.Status), ("@client", SampleRow.Client),
            ("@subject", null), ("@group", null), ("@expires", SampleRow.ExpiresAt), ("@retain", null), ("@created", 1L), ("@now", 1L),
            ("@new", 1L), ("@old", 1L), ("@payload", SampleRow.Payload),
        ];
        foreach (var (name, value) in values.Where(v => sql.Contains(v.Name, StringComparison.Ordinal)))
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.Prepare();
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
