using System.Text.RegularExpressions;
using Eudiplo.Load.Limits;
using Eudiplo.Storage.PostgreSql;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>The machine's own limits, as the load tool measures them.</summary>
public sealed class LimitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void Pgbench_runs_the_very_text_of_the_storages_statements(int rows)
    {
        AssertSame("INSERT INTO state", PgBenchScript.Insert(rows));
        AssertSame("UPDATE state AS s SET", PgBenchScript.Update(rows));

        static void AssertSame(string begin, string script)
        {
            // What stands between the parameters is there, in its order.
            var position = script.IndexOf(begin, StringComparison.Ordinal);
            foreach (var part in Regex.Split((begin[0] == 'I' ? PostgreSqlStatements.InsertSql : PostgreSqlStatements.UpdateSql).ReplaceLineEndings(" "), @"\$\d+"))
            {
                position = script.IndexOf(part, position, StringComparison.Ordinal);
                Assert.NotEqual(-1, position);
                position += part.Length;
            }

            Assert.DoesNotContain('$', script);
            Assert.EndsWith(";\n", script[position..], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sqlite_is_measured_with_rows_alone_and_together_and_leaves_no_file()
    {
        var directory = Directory.CreateTempSubdirectory("eudiplo-limits-");
        try
        {
            var report = await MeasureAsync("sqlite", directory.FullName);

            Assert.Empty(report.Missing);
            Assert.Equal(["inserts", "updates", "inserts", "updates"], report.Rows.Select(row => row.Unit));
            Assert.All(report.Rows, row => Assert.True(row.PerSecond > 0));
            Assert.Empty(directory.GetFiles());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_bare_endpoint_is_measured_in_a_process_of_its_own()
    {
        var row = Assert.Single((await MeasureAsync("kestrel")).Rows);

        Assert.Contains("385 bytes in and 271 out", row.Name, StringComparison.Ordinal);
        Assert.True(row.PerSecond > 0);
        Assert.True(row.P50 <= row.P99);
    }

    [Fact]
    public async Task Flows_with_more_signatures_leave_fewer_per_second()
    {
        var rows = (await MeasureAsync("signatures")).Rows.Where(row => row.Unit == "flows").ToDictionary(row => row.Name.Split(':')[0], row => row.PerSecond);

        Assert.True(rows["presentation"] > rows["presentation --dpop"]);
        Assert.True(rows["credential"] > rows["credential --dpop"]);
    }

    [Fact]
    public async Task What_cannot_be_measured_is_said()
    {
        var report = await MeasureAsync("pgbench");

        Assert.Empty(report.Rows);
        Assert.Equal("pgbench: --database names no server.", Assert.Single(report.Missing));
    }

    private static Task<LimitsReport> MeasureAsync(string kind, string directory = ".") => LimitsRun.MeasureAsync(
        new LimitsOptions { Kinds = [kind], Concurrency = 4, Duration = TimeSpan.FromMilliseconds(200), Rows = 8, SqliteDirectory = directory },
        CancellationToken.None);
}
