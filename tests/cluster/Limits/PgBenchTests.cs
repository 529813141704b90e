using Eudiplo.Cluster.Tests.Hosting;
using Eudiplo.Load.Limits;
using Eudiplo.Storage.Tests.Running;
using Npgsql;

namespace Eudiplo.Cluster.Tests.Limits;

/// <summary>The load tool's measurement of PostgreSQL by itself.</summary>
public sealed class PgBenchTests
{
    [PostgreSqlFact]
    public async Task Pgbench_runs_the_storages_statements_and_the_database_is_gone_afterwards()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        var report = await LimitsRun.MeasureAsync(
            new LimitsOptions
            {
                Kinds = ["pgbench"],
                Concurrency = 4,
                Duration = TimeSpan.FromSeconds(1),
                Rows = 8,
                Database = server.ConnectionString,
                PgBench = Path.Combine(PostgreSqlServer.Binaries!, "pgbench"),
                SqliteDirectory = ".",
            },
            CancellationToken.None);

        Assert.Empty(report.Missing);
        Assert.Equal(["inserts", "updates", "inserts", "updates"], report.Rows.Select(row => row.Unit));
        Assert.All(report.Rows, row => Assert.True(row.PerSecond > 0));
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname LIKE 'eudiplo_limits%'", connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }
}
