using System.Data.Common;
using System.Globalization;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Clock;

namespace Eudiplo.Storage.Migrations;

/// <summary>Brings a database's schema up to date. Runs in a transaction, under a lock that the caller holds.</summary>
/// <remarks>
/// Steps only go forward. Each says which schema a process must know at least to work beside it (<c>works_from</c>), so that during a rolling
/// upgrade the processes of the release before may still start.
/// </remarks>
internal static class Migrator
{
    /// <summary>Applies the steps that are missing, and returns the schema's version.</summary>
    /// <exception cref="StorageException">The schema was made by a later release that this one cannot work with.</exception>
    public static int Apply(DbConnection connection, DbTransaction? transaction, IReadOnlyList<Migration> steps, bool historyExists)
    {
        if (!historyExists)
        {
            Execute(
                connection,
                transaction,
                "CREATE TABLE schema_migrations (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL, "
                + "works_from INTEGER NOT NULL)");
        }

        var applied = Number(connection, transaction, "SELECT coalesce(max(version), 0) FROM schema_migrations");
        var worksFrom = Number(connection, transaction, "SELECT coalesce(max(works_from), 0) FROM schema_migrations");
        if (worksFrom > steps.Count)
        {
            throw new StorageException(
                $"The database has schema {applied}, and this release knows {steps.Count}: a later release of Eudiplo has upgraded it. "
                + "Start that release, or restore the backup made before the upgrade.");
        }

        foreach (var step in steps.Where(step => step.Version > applied))
        {
            Execute(connection, transaction, step.Sql);
            Execute(connection, transaction, string.Create(
                CultureInfo.InvariantCulture,
                $"INSERT INTO schema_migrations (version, name, applied_at, works_from) VALUES ({step.Version}, '{step.Name}', {Instant.From(TimeProvider.System.GetUtcNow())}, {step.WorksFrom})"));
        }

        return Math.Max(applied, steps.Count);
    }

    private static void Execute(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static int Number(DbConnection connection, DbTransaction? transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
