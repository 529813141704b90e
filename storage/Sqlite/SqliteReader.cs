using Microsoft.Data.Sqlite;

namespace Eudiplo.Storage.Sqlite;

/// <summary>A connection that reads single rows with a statement prepared once.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly SqliteParameter _kind;
    private readonly SqliteParameter _key;

    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        _command = connection.CreateCommand();
        _command.CommandText =
            """
            SELECT s.tenant_id, s.version, s.payload, s.expires_at, c.high_water
            FROM state AS s, state_clock AS c
            WHERE s.kind = @kind AND s.key = @key
            """;
        _kind = _command.Parameters.Add("@kind", SqliteType.Text);
        _key = _command.Parameters.Add("@key", SqliteType.Text);
    }

    /// <summary>The row as stored, expired or not; null when there is none.</summary>
    public (string TenantId, long Version, byte[] Payload, long? ExpiresAt, long HighWater)? Read(string kind, string key)
    {
        _kind.Value = kind;
        _key.Value = key;
        using var reader = _command.ExecuteReader();
        return reader.Read()
            ? (reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), reader.IsDBNull(3) ? null : reader.GetInt64(3), reader.GetInt64(4))
            : null;
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }
}
