using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eudiplo.Load.Reports;
using Eudiplo.Load.Runs;
using Spectre.Console;

namespace Eudiplo.Load.Limits;

/// <summary>Measures the limits one after the other, so that each has the machine to itself.</summary>
public static class LimitsRun
{
    private static readonly JsonSerializerOptions Serialization = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Measures and prints.</summary>
    /// <returns>0: everything was measured; 1: something could not be.</returns>
    public static async Task<int> ExecuteAsync(LimitsOptions options, CancellationToken cancellation)
    {
        var report = await MeasureAsync(options, cancellation);
        if (options.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, Serialization));
        }
        else
        {
            Write(report, ConsoleFactory.Create(Console.Out, Console.IsOutputRedirected));
        }

        return report.Missing.Count == 0 ? 0 : 1;
    }

    /// <summary>Measures.</summary>
    public static async Task<LimitsReport> MeasureAsync(LimitsOptions options, CancellationToken cancellation)
    {
        var started = DateTimeOffset.Now;
        var rows = new List<LimitRow>();
        var missing = new List<string>();
        foreach (var kind in options.Kinds.Distinct())
        {
            try
            {
                rows.AddRange(kind switch
                {
                    "kestrel" => await BareHttp.MeasureAsync(options, cancellation),
                    "pgbench" => await PgBench.MeasureAsync(options, cancellation),
                    "sqlite" => BareSqlite.Measure(options),
                    _ => await BareSignatures.MeasureAsync(options),
                });
            }
            catch (LoadSetupException error)
            {
                missing.Add($"{kind}: {error.Message}");
            }
        }

        return new LimitsReport(started, options.Duration.TotalSeconds, options.Concurrency, options.Rows, rows, missing);
    }

    /// <summary>The result as a table.</summary>
    public static void Write(LimitsReport report, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("limit", "");
        foreach (var heading in new[] { "per second", "mean ms", "p50 ms", "p99 ms" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var row in report.Rows)
        {
            table.AddRow(row.Kind, Markup.Escape($"{row.Name}, {row.Unit}"), Text(row.PerSecond, "N0"), Text(row.Mean), Text(row.P50), Text(row.P99));
        }

        console.Write(table);
        console.MarkupLineInterpolated(
            $"[grey]{report.Seconds:0} s each, {report.Concurrency} connections, {report.RowsTogether} rows together, {report.Processors} processors[/]");
        foreach (var what in report.Missing)
        {
            console.MarkupLineInterpolated($"[yellow]Not measured: {what}[/]");
        }
    }

    private static string Text(double? value, string format = "0.00") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
