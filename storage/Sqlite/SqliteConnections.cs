using System.Globalization;
using Eudiplo.Storage.Options;
using Microsoft.Data.Sqlite;

namespace Eudiplo.Storage.Sqlite;

/// <summary>Opens connections with the settings that durability and speed rest on.</summary>
internal sealed class SqliteConnections
{
    private readonly StorageOptions _options;
    private readonly string _path;

    public SqliteConnections(StorageOptions options, string path)
    {
        _options = options;
        _path = path;
    }

    /// <summary>The connection that writes: write-ahead log, and every commit on disk before it is answered.</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = FAST;");

        // 16 MiB of pages; a checkpoint each 4,000 pages, which is 16 MiB of log.
        Execute(connection, "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;");
        if (_options.Sqlite.MaxMegabytes > 0)
        {
            using var pageSize = connection.CreateCommand();
            pageSize.CommandText = "PRAGMA page_size";
            var bytes = Convert.ToInt64(pageSize.ExecuteScalar(), CultureInfo.InvariantCulture);
            Execute(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA max_page_count = {_options.Sqlite.MaxMegabytes * 1024L * 1024L / bytes}"));
        }

        return connection;
    }

    /// <summary>A connection that only reads.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA query_only = ON; PRAGMA cache_size = -8192;");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        // Pooling is off because the connections live as long as the provider, and their statements with them.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)_options.Sqlite.BusyTimeout.TotalSeconds),
        }.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout = {(int)_options.Sqlite.BusyTimeout.TotalMilliseconds}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
