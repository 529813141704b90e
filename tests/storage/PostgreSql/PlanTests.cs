using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.PostgreSql;
using Eudiplo.Storage.Queries;
using Eudiplo.Storage.Rows;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Eudiplo.Storage.Tests.PostgreSql;

/// <summary>Every statement that the product runs finds its rows by an index.</summary>
public sealed class PlanTests
{
    private const int Rows = 20_000;

    [PostgreSqlTheory]
    [InlineData(0, false)]
    [InlineData(Rows, false)]
    [InlineData(Rows, true)]
    public async Task Reads_and_writes_of_grains_use_the_primary_key_with_and_without_statistics(int rows, bool analyze)
    {
        await using var setup = await Setup.CreateAsync(analyze, rows);
        var write = new StateWrite { Operation = WriteKind.Update, Kind = "session", Key = "acme/7", TenantId = "acme", ExpectedVersion = 1, NewVersion = 2 };

        foreach (var command in new[]
        {
            PostgreSqlStatements.Read([new PostgreSqlRead("session", "acme/7"), new PostgreSqlRead("session", "acme/8")], 1),
            PostgreSqlStatements.Update([write]),
            PostgreSqlStatements.Delete([write]),
            PostgreSqlStatements.Losers([write]),
            PostgreSqlStatements.End([("session", "acme/7")], 1),
        })
        {
            var plan = await setup.ExplainAsync(setup.Lane, command);
            Assert.True(plan.Contains("Index Scan using state_pkey on state s ", StringComparison.Ordinal), plan);
            Assert.DoesNotContain("Seq Scan on state s", plan, StringComparison.Ordinal);
        }
    }

    [PostgreSqlFact]
    public async Task The_sweeper_uses_the_index_on_expiry()
    {
        await using var setup = await Setup.CreateAsync(analyze: true);

        var plan = await setup.ExplainAsync(setup.Maintenance, PostgreSqlSweep.Sweep(50, 100));

        Assert.Contains("Index Scan using state_expiry", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on state", plan, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task Lists_and_bulk_deletions_walk_the_index_of_their_filter()
    {
        await using var setup = await Setup.CreateAsync(analyze: true);
        var tenant = new StateFilter("session", "acme");
        (StateFilter Filter, string Index)[] expected =
        [
            (tenant, "state_list"),
            (tenant with { Status = "pending" }, "state_list"),
            (tenant with { CreatedFrom = DateTimeOffset.UnixEpoch, CreatedBefore = DateTimeOffset.UnixEpoch.AddMicroseconds(100) }, "state_list"),
            (tenant with { ClientId = "client7" }, "state_client"),
            (tenant with { ClientId = "client7", CreatedBefore = DateTimeOffset.UnixEpoch.AddMicroseconds(9000) }, "state_client"),
            (tenant with { ClientId = "client7", AnyStatus = ["pending", "code_issued"] }, "state_client"),
            (tenant with { Subject = "alice" }, "state_subject"),
            (tenant with { GroupId = "group7" }, "state_group"),
        ];

        foreach (var (filter, index) in expected)
        {
            var text = new StateQueryText(filter, setup.Subjects, 1);
            text.After(new StateCursor(10_000, "acme/10000"));
            var list = await setup.ExplainAsync(setup.Maintenance, text, StateQueries.ListSql(text, 51));
            Assert.True(Walks(list, index), $"{filter}\n{list}");
            Assert.DoesNotContain("Seq Scan", list, StringComparison.Ordinal);

            var count = await setup.ExplainAsync(setup.Maintenance, text, StateQueries.CountAtMostSql(text, 1_000));
            Assert.True(filter.AnyStatus is null || Walks(count, index), $"{filter}\n{count}");

            var deletion = await setup.ExplainAsync(
                setup.Maintenance, text, setup.Database.DeletePageSql(text.Where, StateQueries.Newest, 100, "key"));
            Assert.True(Walks(deletion, index), $"{filter}\n{deletion}");
            Assert.DoesNotContain("Seq Scan on state", deletion, StringComparison.Ordinal);
        }
    }

    [PostgreSqlTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_erasure_of_a_tenant_finds_its_rows_by_an_index(bool analyze)
    {
        await using var setup = await Setup.CreateAsync(analyze);
        var erasure = new NpgsqlBatchCommand(setup.Database.DeletePageSql(StateQueries.OfTenant, "", 100, "kind"));
        erasure.Parameters.Add(new NpgsqlParameter("@tenant", "another"));

        var plan = await setup.ExplainAsync(setup.Maintenance, erasure);

        Assert.DoesNotContain("Seq Scan on state", plan, StringComparison.Ordinal);
        Assert.Contains("using state_", plan, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task A_sessions_steps_can_be_stored_without_touching_an_index()
    {
        await using var database = await PostgreSqlTestDatabase.CreateAsync(await PostgreSqlServer.SharedAsync());
        await using (var host = await StorageHost.StartAsync(database, null, ("PostgreSql:Writers", "1")))
        {
            var states = await Task.WhenAll(Enumerable.Range(0, 100).Select(row => host.InsertAsync($"acme/{row}", new Ticket
            {
                ClientId = "wallet",
                Subject = "alice",
                GroupId = "family",
                ExpiresAt = host.Time.GetUtcNow().AddHours(1),
                Claim = new string('x', 900),
            })));
            for (var step = 1; step <= 5; step++)
            {
                await Task.WhenAll(states.Select((state, row) =>
                {
                    state.State.Step = step;
                    state.State.Status = $"step {step}";
                    return host.WriteAsync($"acme/{row}", state);
                }));
            }
        }

        // The server counts when a connection ends: asked until it has counted all.
        long updates, hot;
        do
        {
            updates = (long)(await database.ScalarAsync("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'state'"))!;
            hot = (long)(await database.ScalarAsync("SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'state'"))!;
        }
        while (updates < 500);

        // How many depends on what else runs: a page is cleared when no older transaction may look at it. With an index on a column that changes
        // it would be none.
        Assert.InRange(hot, 150, 500);
    }

    private static bool Walks(string plan, string index) =>
        plan.Contains($"Index Scan Backward using {index} ", StringComparison.Ordinal)
        || plan.Contains($"Index Scan using {index} ", StringComparison.Ordinal)
        || plan.Contains($"Bitmap Index Scan on {index} ", StringComparison.Ordinal);

    private sealed class Setup : IAsyncDisposable
    {
        private readonly PostgreSqlTestDatabase _database;
        private readonly StorageHost _host;
        private readonly PostgreSqlConnections _connections;

        private Setup(PostgreSqlTestDatabase database, StorageHost host)
        {
            _database = database;
            _host = host;
            _connections = new PostgreSqlConnections(new() { ConnectionString = database.ConnectionString });
        }

        public NpgsqlDataSource Lane => _connections.Lanes;

        public NpgsqlDataSource Maintenance => _connections.Maintenance;

        public SubjectHasher Subjects => _host.Services.GetRequiredService<SubjectHasher>();

        public IStateDatabase Database => _host.Services.GetRequiredService<IStateDatabase>();

        public static async Task<Setup> CreateAsync(bool analyze, int rows = Rows)
        {
            var database = await PostgreSqlTestDatabase.CreateAsync(await PostgreSqlServer.SharedAsync());
            var host = await StorageHost.StartAsync(database);
            await database.ExecuteAsync("ALTER TABLE state SET (autovacuum_enabled = false)");
            await database.ExecuteAsync(
                "INSERT INTO state (kind, key, tenant_id, status, client_id, subject_hash, group_id, expires_at, created_at, updated_at, version, payload) "
                + "SELECT 'session', 'acme/' || n, CASE WHEN n % 4 = 0 THEN 'other' ELSE 'acme' END, 'pending', 'client' || n % 50, "
                + $"sha256(('s' || n % 500)::bytea), 'group' || n % 300, n, n, n, 1, '\\x00' FROM generate_series(1, {rows}) AS n");
            if (analyze)
            {
                await database.ExecuteAsync("ANALYZE state");
            }

            return new Setup(database, host);
        }

        public async Task<string> ExplainAsync(NpgsqlDataSource source, NpgsqlBatchCommand command)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var explain = new NpgsqlCommand("EXPLAIN " + command.CommandText, connection);
            foreach (var parameter in command.Parameters.ToArray())
            {
                explain.Parameters.Add(((NpgsqlParameter)parameter).Clone());
            }

            return await ReadAsync(explain);
        }

        public async Task<string> ExplainAsync(NpgsqlDataSource source, StateQueryText text, string sql)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var explain = (NpgsqlCommand)text.Command(connection, "EXPLAIN " + sql);
            return await ReadAsync(explain);
        }

        public async ValueTask DisposeAsync()
        {
            await _connections.DisposeAsync();
            await _host.DisposeAsync();
            await _database.DisposeAsync();
        }

        private static async Task<string> ReadAsync(NpgsqlCommand explain)
        {
            var lines = new List<string>();
            await using var reader = await explain.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetString(0));
            }

            return string.Join('\n', lines);
        }
    }
}
