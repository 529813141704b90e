using System.Text.RegularExpressions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Storage.Encryption;
using Eudiplo.Storage.Queries;
using Eudiplo.Storage.Sqlite;
using Eudiplo.Storage.Tests.Running;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Eudiplo.Storage.Tests.Sqlite;

/// <summary>Every statement that the product runs finds its rows by an index, and in the index's order.</summary>
public sealed class SqlitePlanTests
{
    [Fact]
    public async Task Lists_and_bulk_deletions_walk_the_index_of_their_filter_without_sorting()
    {
        await using var database = new SqliteTestDatabase();
        await using var host = await StorageHost.StartAsync(database);
        await using var connection = new SqliteConnection($"Data Source={database.File};Pooling=False");
        await connection.OpenAsync();
        var tenant = new StateFilter("session", "acme");
        (StateFilter Filter, string Index)[] expected =
        [
            (tenant, "state_list"),
            (tenant with { Status = "pending" }, "state_list"),
            (tenant with { CreatedFrom = DateTimeOffset.UnixEpoch, CreatedBefore = DateTimeOffset.MaxValue }, "state_list"),
            (tenant with { ClientId = "a" }, "state_client"),
            (tenant with { ClientId = "a", CreatedBefore = DateTimeOffset.MaxValue }, "state_client"),
            (tenant with { ClientId = "a", AnyStatus = ["pending", "code_issued"] }, "state_client"),
            (tenant with { Subject = "alice" }, "state_subject"),
            (tenant with { GroupId = "g" }, "state_group"),
        ];

        foreach (var (filter, index) in expected)
        {
            var text = new StateQueryText(filter, host.Services.GetRequiredService<SubjectHasher>(), 1);
            text.After(new StateCursor(10_000, "acme/10000"));
            var deletion = host.Services.GetRequiredService<IStateDatabase>().DeletePageSql(text.Where, StateQueries.Newest, 100, "key");
            foreach (var sql in new[] { StateQueries.ListSql(text, 51), StateQueries.CountAtMostSql(text, 1_000), deletion })
            {
                await using var explain = (SqliteCommand)text.Command(connection, "EXPLAIN QUERY PLAN " + sql);
                var plan = Read(explain);
                Assert.True(plan.Contains($"USING INDEX {index} ", StringComparison.Ordinal)
                    || plan.Contains($"USING COVERING INDEX {index} ", StringComparison.Ordinal), $"{filter}\n{plan}");
                Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
                Assert.DoesNotContain("SCAN state", plan, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("SELECT rowid FROM state WHERE expires_at <= 5 ORDER BY expires_at LIMIT 10", "state_expiry")]
    [InlineData("SELECT payload FROM state WHERE kind = 'session' AND key = 'acme/1'", "sqlite_autoindex_state_1")]
    [InlineData(SqliteStatements.Update, "sqlite_autoindex_state_1")]
    [InlineData("SELECT rowid FROM state WHERE tenant_id = 'acme' LIMIT 10", "state_list")]
    public async Task Sweeps_reads_and_a_tenants_deletion_use_their_index(string sql, string index)
    {
        await using var database = new SqliteTestDatabase();
        await (await StorageHost.StartAsync(database)).DisposeAsync();
        await using var connection = new SqliteConnection($"Data Source={database.File};Pooling=False");
        await connection.OpenAsync();
        await using var explain = connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Regex.Matches(sql, "@[a-z]+").Select(match => match.Value).Distinct())
        {
            explain.Parameters.AddWithValue(name, 1);
        }

        var plan = Read(explain);

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private static string Read(SqliteCommand explain)
    {
        using var reader = explain.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(3));
        }

        return string.Join('\n', lines);
    }
}
