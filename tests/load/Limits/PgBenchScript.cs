using System.Globalization;
using System.Text.RegularExpressions;
using Eudiplo.Storage.PostgreSql;

namespace Eudiplo.Load.Limits;

/// <summary>The product's statements as scripts for pgbench: their very text, with expressions for the parameters.</summary>
public static partial class PgBenchScript
{
    /// <summary>Rows that each client of the updates has to itself, so that no client waits for another's row lock.</summary>
    public const int RowsPerClient = 1_000;

    /// <summary>The sequence that keys of inserts come from.</summary>
    public const string Sequence = "limits";

    /// <summary>An insert of new rows.</summary>
    public static string Insert(int rows) => Fill(
        PostgreSqlStatements.InsertSql,
        [
            .. Row(rows, $"ARRAY(SELECT {Key("nextval('limits')")} FROM generate_series(1, {Text(rows)}))"), Same("1::bigint", rows),
            Same("1::bigint", rows), Same(":payload::bytea", rows), Same("1::bigint", rows),
        ]);

    /// <summary>An update of rows that are there, in the version that they have: the new version is the same, so that the next one finds it.</summary>
    public static string Update(int rows) =>
        $"\\set base :client_id * {Text(RowsPerClient)} + random(0, {Text(RowsPerClient - rows)})\n" + Fill(
            PostgreSqlStatements.UpdateSql,
            [
                .. Row(rows, $"ARRAY(SELECT {Key("(:base + n)")} FROM generate_series(0, {Text(rows - 1)}) AS n)"), Same("1::bigint", rows),
                Same("1::bigint", rows), Same(":payload::bytea", rows), Same("1::bigint", rows),
            ]);

    /// <summary>Makes the rows that the updates change.</summary>
    public static string Stored(int clients) =>
        $"""
        CREATE SEQUENCE {Sequence} START {Text(clients * RowsPerClient)} CACHE 1000;
        INSERT INTO state (kind, key, tenant_id, status, client_id, expires_at, updated_at, version, payload, created_at)
        SELECT '{SampleRow.Kind}', {Key("n")}, '{SampleRow.Tenant}', '{SampleRow.Status}', '{SampleRow.Client}', {Text(SampleRow.ExpiresAt)}, 1, 1,
            decode('{Convert.ToHexString(SampleRow.Payload)}', 'hex'), 1
        FROM generate_series(0, {Text(clients * RowsPerClient - 1)}) AS n
        """;

    private static string[] Row(int rows, string keys) =>
    [
        Same($"'{SampleRow.Kind}'::text", rows), keys, Same($"'{SampleRow.Tenant}'::text", rows), Same($"'{SampleRow.Status}'::text", rows),
        Same($"'{SampleRow.Client}'::text", rows), Same("NULL::bytea", rows), Same("NULL::text", rows),
        Same($"{Text(SampleRow.ExpiresAt)}::bigint", rows), Same("NULL::bigint", rows),
    ];

    private static string Key(string number) => $"'{SampleRow.Tenant}/' || lpad({number}::text, 36, '0')";

    private static string Same(string value, int rows) => rows == 1 ? $"ARRAY[{value}]" : $"array_fill({value}, ARRAY[{Text(rows)}])";

    private static string Fill(string sql, string[] values) =>
        Placeholder().Replace(sql, match => values[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) - 1]).ReplaceLineEndings(" ") + ";\n";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Placeholder();
}
