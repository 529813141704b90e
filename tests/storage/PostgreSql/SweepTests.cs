using Eudiplo.Storage.Tests.Running;
using Npgsql;

namespace Eudiplo.Storage.Tests.PostgreSql;

/// <summary>Sweeps beside writers and beside each other.</summary>
public sealed class SweepTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [PostgreSqlFact]
    public async Task A_row_that_somebody_is_writing_is_left_for_the_next_sweep_and_waited_for_by_nobody()
    {
        await using var database = await PostgreSqlTestDatabase.CreateAsync(await PostgreSqlServer.SharedAsync());
        await using var host = await StartAsync(database);
        await using (var writer = await database.OpenAsync())
        await using (var transaction = await writer.BeginTransactionAsync())
        {
            await RunAsync(writer, "SELECT 1 FROM state WHERE key = 'acme/3' FOR UPDATE");

            Assert.Equal(9, await host.Sweeper.SweepAsync(default).WaitAsync(Minute));
            Assert.Equal("acme/3", await database.ScalarAsync("SELECT key FROM state"));
        }

        Assert.Equal(1, await host.Sweeper.SweepAsync(default));
    }

    [PostgreSqlFact]
    public async Task While_one_process_sweeps_the_others_leave_it_to_that_one()
    {
        await using var database = await PostgreSqlTestDatabase.CreateAsync(await PostgreSqlServer.SharedAsync());
        await using var host = await StartAsync(database);
        await using (var other = await database.OpenAsync())
        await using (var transaction = await other.BeginTransactionAsync())
        {
            // The lock that a sweep takes.
            await RunAsync(other, $"SELECT pg_advisory_xact_lock({0x4555444A}, hashtext(current_schema()))");

            Assert.Equal(0, await host.Sweeper.SweepAsync(default).WaitAsync(Minute));
            Assert.Equal(10L, await database.ScalarAsync("SELECT count(*) FROM state"));
        }

        Assert.Equal(10, await host.Sweeper.SweepAsync(default));
    }

    private static async Task<StorageHost> StartAsync(PostgreSqlTestDatabase database)
    {
        var host = await StorageHost.StartAsync(database);
        for (var i = 0; i < 10; i++)
        {
            await host.InsertAsync($"acme/{i}", new Ticket { ExpiresAt = host.Time.GetUtcNow() + Minute });
        }

        host.Time.Advance(2 * Minute);
        return host;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
