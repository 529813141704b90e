using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>
/// Advisory locks that end with their transaction. The second number is the schema's, so that installations in one database do not wait for
/// each other.
/// </summary>
internal static class PostgreSqlLocks
{
    private const int Schema = 0x45554449;
    private const int Sweep = 0x4555444A;

    public static void WaitForSchema(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Schema}, hashtext(current_schema()))", connection);
        command.ExecuteNonQuery();
    }

    /// <summary>False: another process is sweeping.</summary>
    public static async Task<bool> TrySweepAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({Sweep}, hashtext(current_schema()))", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
