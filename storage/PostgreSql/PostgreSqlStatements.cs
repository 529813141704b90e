using Eudiplo.Storage.Rows;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>The statements over arrays: however many rows travel together, each is its own compare-and-swap.</summary>
internal static class PostgreSqlStatements
{
    internal const string InsertSql =
        """
        INSERT INTO state (kind, key, tenant_id, status, client_id, subject_hash, group_id, expires_at, retain_until, updated_at, version, payload, created_at)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT DO NOTHING
        RETURNING version
        """;

    // An expired row is not replaced, by whatever clock the writer goes: it has ended for everybody. The tenant is compared in a form that no
    // index serves, lest a planner without statistics takes the tenant's index and reads all of its rows.
    internal const string UpdateSql =
        """
        UPDATE state AS s SET status = u.status, client_id = u.client_id, subject_hash = u.subject_hash, group_id = u.group_id,
            expires_at = u.expires_at, retain_until = u.retain_until, updated_at = u.now, version = u.new, payload = u.payload
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            AS u (kind, key, tenant_id, status, client_id, subject_hash, group_id, expires_at, retain_until, now, new, payload, old)
        WHERE s.kind = u.kind AND s.key = u.key AND s.version = u.old AND (s.tenant_id = u.tenant_id) IS TRUE
            AND (s.expires_at IS NULL OR s.expires_at > greatest(u.now, (SELECT high_water FROM state_clock)))
        RETURNING s.version
        """;

    private const string DeleteSql =
        """
        DELETE FROM state AS s USING unnest($1, $2, $3) AS u (kind, key, old)
        WHERE s.kind = u.kind AND s.key = u.key AND s.version = u.old
        RETURNING s.version
        """;

    private const string LosersSql =
        """
        SELECT u.n, s.version, s.expires_at FROM unnest($1, $2) WITH ORDINALITY AS u (kind, key, n)
        JOIN state AS s ON s.kind = u.kind AND s.key = u.key
        """;

    // What has expired by the reader's clock, or by that of any reader before it, is decided here; its payload does not travel.
    private const string ReadSql =
        """
        SELECT u.n, s.tenant_id, s.version, s.expires_at, c.high_water,
            CASE WHEN s.expires_at IS NULL OR s.expires_at > greatest($3, c.high_water) THEN s.payload END
        FROM unnest($1, $2) WITH ORDINALITY AS u (kind, key, n)
        JOIN state AS s ON s.kind = u.kind AND s.key = u.key
        CROSS JOIN state_clock AS c
        """;

    private const string AdvanceSql = "UPDATE state_clock SET high_water = $1 WHERE high_water < $1";

    // A write that began before the clock was advanced still goes by the old mark: a version that it does not expect stops it.
    private const string EndSql =
        """
        UPDATE state AS s SET version = s.version + $4 FROM unnest($1, $2) AS u (kind, key)
        WHERE s.kind = u.kind AND s.key = u.key AND (s.expires_at <= $3) IS TRUE
        """;

    public static NpgsqlBatchCommand Insert(List<StateWrite> rows) =>
        new NpgsqlBatchCommand(InsertSql) { Parameters = { Kind(rows), Key(rows) } }.With(Values(rows)).With(Column.Number(rows, row => row.CreatedAt));

    public static NpgsqlBatchCommand Update(List<StateWrite> rows) =>
        new NpgsqlBatchCommand(UpdateSql) { Parameters = { Kind(rows), Key(rows) } }.With(Values(rows)).With(Column.Number(rows, row => row.ExpectedVersion));

    public static NpgsqlBatchCommand Delete(List<StateWrite> rows) =>
        new(DeleteSql) { Parameters = { Kind(rows), Key(rows), Column.Number(rows, row => row.ExpectedVersion) } };

    public static NpgsqlBatchCommand Losers(List<StateWrite> rows) => new(LosersSql) { Parameters = { Kind(rows), Key(rows) } };

    public static NpgsqlBatchCommand Read(List<PostgreSqlRead> rows, long now) => new(ReadSql)
    {
        Parameters = { Column.Text(rows, row => row.Kind), Column.Text(rows, row => row.Key), new NpgsqlParameter<long> { TypedValue = now } },
    };

    public static NpgsqlBatchCommand Advance(long now) => new(AdvanceSql) { Parameters = { new NpgsqlParameter<long> { TypedValue = now } } };

    public static NpgsqlBatchCommand End(List<(string Kind, string Key)> rows, long now) => new(EndSql)
    {
        Parameters =
        {
            Column.Text(rows, row => row.Kind),
            Column.Text(rows, row => row.Key),
            new NpgsqlParameter<long> { TypedValue = now },
            new NpgsqlParameter<long> { TypedValue = RowVersion.Step },
        },
    };

    private static NpgsqlParameter Kind(List<StateWrite> rows) => Column.Text(rows, row => row.Kind);

    private static NpgsqlParameter Key(List<StateWrite> rows) => Column.Text(rows, row => row.Key);

    private static NpgsqlParameter[] Values(List<StateWrite> rows) =>
    [
        Column.Text(rows, row => row.TenantId),
        Column.Text(rows, row => row.Status),
        Column.Text(rows, row => row.ClientId),
        Column.Bytes(rows, row => row.SubjectHash),
        Column.Text(rows, row => row.GroupId),
        Column.NumberOrNull(rows, row => row.ExpiresAt),
        Column.NumberOrNull(rows, row => row.RetainUntil),
        Column.Number(rows, row => row.Now),
        Column.Number(rows, row => row.NewVersion),
        Column.Bytes(rows, row => row.Payload),
    ];

    private static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, params NpgsqlParameter[] parameters)
    {
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
