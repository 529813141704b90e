using Eudiplo.Storage.Clock;
using Eudiplo.Storage.Rows;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Eudiplo.Storage.Sqlite;

/// <summary>The writer's statements, prepared once. All of them run on the writer's thread, inside its transaction.</summary>
internal sealed class SqliteStatements : IDisposable
{
    internal const string Insert =
        """
        INSERT INTO state (kind, key, tenant_id, status, client_id, subject_hash, group_id, expires_at, retain_until, created_at, updated_at, version, payload)
        VALUES (@kind, @key, @tenant, @status, @client, @subject, @group, @expires, @retain, @created, @now, @new, @payload)
        ON CONFLICT DO NOTHING
        """;

    // An expired row is not replaced, by whatever clock the writer goes: it has ended for everybody.
    internal const string Update =
        """
        UPDATE state SET status = @status, client_id = @client, subject_hash = @subject, group_id = @group, expires_at = @expires,
            retain_until = @retain, updated_at = @now, version = @new, payload = @payload
        WHERE kind = @kind AND key = @key AND version = @old AND +tenant_id = @tenant
            AND (expires_at IS NULL OR expires_at > max(@now, (SELECT high_water FROM state_clock)))
        """;

    private const string Delete = "DELETE FROM state WHERE kind = @kind AND key = @key AND version = @old";

    private const string Loser = "SELECT version, expires_at FROM state WHERE kind = @kind AND key = @key";

    private const string Advance =
        "UPDATE state_clock SET high_water = max(high_water, @now) RETURNING high_water";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _loser;
    private readonly SqliteCommand _advance;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;

    public SqliteStatements(SqliteConnection connection)
    {
        _connection = connection;
        string[] row = ["@kind", "@key", "@tenant", "@status", "@client", "@subject", "@group", "@expires", "@retain", "@now", "@new", "@payload"];
        _insert = Prepare(Insert, [.. row, "@created"]);
        _update = Prepare(Update, [.. row, "@old"]);
        _delete = Prepare(Delete, ["@kind", "@key", "@old"]);
        _loser = Prepare(Loser, ["@kind", "@key"]);
        _advance = Prepare(Advance, ["@now"]);
        _begin = Prepare("BEGIN IMMEDIATE", []);
        _commit = Prepare("COMMIT", []);
    }

    public SqliteConnection Connection => _connection;

    /// <summary>The time that this transaction made the database remember; the clock learns of it when the transaction is durable.</summary>
    public long? AdvancedTo { get; private set; }

    /// <summary>Begins a transaction that is the only one that writes, and forgets what belongs to the one before.</summary>
    public void Begin()
    {
        AdvancedTo = null;
        _begin.ExecuteNonQuery();
    }

    /// <summary>Makes the transaction durable.</summary>
    public void Commit() => _commit.ExecuteNonQuery();

    public WriteResult Write(StateWrite write, ExpiryClock clock)
    {
        var changed = write.Operation switch
        {
            WriteKind.Insert => BindRow(_insert, write, "@created", write.CreatedAt).ExecuteNonQuery(),
            WriteKind.Update => BindRow(_update, write, "@old", write.ExpectedVersion).ExecuteNonQuery(),
            _ => ExecuteDelete(write),
        };
        return changed == 1 ? new WriteResult(Applied: true, write.NewVersion) : Lost(write, clock);
    }

    public long AdvanceClock(long now)
    {
        _advance.Parameters["@now"].Value = now;
        AdvancedTo = (long)_advance.ExecuteScalar()!;
        return AdvancedTo.Value;
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Undoes something, unless the failure that made it necessary has already undone the whole transaction.</summary>
    public void RollBack(string sql)
    {
        if (InTransaction)
        {
            Execute(sql);
        }
    }

    /// <summary>Whether the transaction is still there: some failures (a full disk, say) end it.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _delete.Dispose();
        _loser.Dispose();
        _advance.Dispose();
        _begin.Dispose();
        _commit.Dispose();
    }

    private int ExecuteDelete(StateWrite write)
    {
        _delete.Parameters[0].Value = write.Kind;
        _delete.Parameters[1].Value = write.Key;
        _delete.Parameters[2].Value = write.ExpectedVersion;
        return _delete.ExecuteNonQuery();
    }

    private WriteResult Lost(StateWrite write, ExpiryClock clock)
    {
        _loser.Parameters[0].Value = write.Kind;
        _loser.Parameters[1].Value = write.Key;
        long? version;
        long? expiresAt;
        using (var reader = _loser.ExecuteReader())
        {
            if (!reader.Read())
            {
                return new WriteResult(Applied: false, StoredVersion: null);
            }

            version = reader.GetInt64(0);
            expiresAt = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        }

        // The caller learns that the row has expired: that must hold after a restart too.
        if (expiresAt is { } expired && expired <= write.Now && !clock.IsStored(expired))
        {
            AdvanceClock(write.Now);
        }

        return new WriteResult(Applied: false, version);
    }

    private static SqliteCommand BindRow(SqliteCommand command, StateWrite write, string last, long lastValue)
    {
        var parameters = command.Parameters;
        parameters[0].Value = write.Kind;
        parameters[1].Value = write.Key;
        parameters[2].Value = write.TenantId;
        parameters[3].Value = write.Status;
        parameters[4].Value = (object?)write.ClientId ?? DBNull.Value;
        parameters[5].Value = (object?)write.SubjectHash ?? DBNull.Value;
        parameters[6].Value = (object?)write.GroupId ?? DBNull.Value;
        parameters[7].Value = (object?)write.ExpiresAt ?? DBNull.Value;
        parameters[8].Value = (object?)write.RetainUntil ?? DBNull.Value;
        parameters[9].Value = write.Now;
        parameters[10].Value = write.NewVersion;
        parameters[11].Value = write.Payload;
        parameters[last].Value = lastValue;
        return command;
    }

    private SqliteCommand Prepare(string sql, string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name, Value = DBNull.Value });
        }

        command.Prepare();
        return command;
    }
}
