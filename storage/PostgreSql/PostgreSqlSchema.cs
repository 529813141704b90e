using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Migrations;
using Npgsql;

namespace Eudiplo.Storage.PostgreSql;

/// <summary>Brings the schema up to date at start, under an advisory lock that other processes wait for.</summary>
internal static class PostgreSqlSchema
{
    private const int OldestServer = 15;

    /// <summary>Returns the time that the database remembers.</summary>
    public static long Prepare(NpgsqlDataSource source, Action<IKeyStore> firstUse)
    {
        using var connection = source.OpenConnection();
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new StorageException(
                $"The server is PostgreSQL {connection.PostgreSqlVersion}, and Eudiplo needs {OldestServer} or later: upgrade it.");
        }

        using var transaction = connection.BeginTransaction();
        PostgreSqlLocks.WaitForSchema(connection);
        Migrator.Apply(connection, transaction, Migration.For("PostgreSql"), HasHistory(connection));
        firstUse(new PostgreSqlKeyStore(connection));
        using var clock = new NpgsqlCommand("SELECT high_water FROM state_clock", connection);
        var highWater = (long)clock.ExecuteScalar()!;
        transaction.Commit();
        return highWater;
    }

    // Asked for first, so that a user who may not make tables can start over a schema that is up to date.
    private static bool HasHistory(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT to_regclass('schema_migrations') IS NOT NULL", connection);
        return (bool)command.ExecuteScalar()!;
    }
}
