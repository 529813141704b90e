using System.Globalization;
using Spectre.Console;

namespace Eudiplo.Load.Reports;

/// <summary>The result as tables.</summary>
public static class ConsoleReport
{
    /// <summary>Writes the tables.</summary>
    public static void Write(LoadReport report, IAnsiConsole console)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"[bold]{report.FlowsPerSecond:0} flows/s[/], {report.RequestsPerSecond:0} requests/s over {report.Seconds:0.0} s, after {report.WarmUpSeconds:0} s of warm-up");
        console.MarkupLineInterpolated($"{report.FailedFlows} of {report.Flows + report.FailedFlows} flows failed");
        var latencies = new Table().Border(TableBorder.Simple).AddColumn("milliseconds");
        foreach (var heading in new[] { "count", "per second", "mean", "p50", "p90", "p99", "p99.9", "max" })
        {
            latencies.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var row in report.Rows)
        {
            latencies.AddRow(
                row.Kind, row.Count.ToString(CultureInfo.InvariantCulture), Number(row.PerSecond, "0"), Number(row.Mean), Number(row.P50),
                Number(row.P90), Number(row.P99), Number(row.P999), Number(row.Max));
        }

        console.Write(latencies);
        if (report.Errors.Count > 0)
        {
            var errors = new Table().Border(TableBorder.Simple).AddColumn("[red]errors[/]");
            errors.AddColumn(new TableColumn("count").RightAligned());
            foreach (var (reason, count) in report.Errors)
            {
                errors.AddRow(Markup.Escape(reason), count.ToString(CultureInfo.InvariantCulture));
            }

            console.Write(errors);
        }

        var processors = new Table().Border(TableBorder.Simple).AddColumn("processors")
            .AddColumn(new TableColumn("used").RightAligned()).AddColumn(new TableColumn("share of busy").RightAligned());
        processors.AddRow("tool", Number(report.ClientCores), Share(report.ClientShare));
        var server = report.ServerCores is { } cores ? Number(cores) : "unknown (--server-pid)";
        processors.AddRow("server", server, Share(report.ServerShare));
        var database = report.DatabaseCores is { } used ? Number(used) : "unknown (--database-pid)";
        processors.AddRow("database", database, Share(report.DatabaseShare));
        processors.AddRow($"machine, of {report.Processors}", Number(report.MachineCores), "");
        console.Write(processors);
        console.MarkupLineInterpolated(
            $"[grey]The tool spent {report.ClientMicrosecondsPerRequest:0} µs of processor time per request.[/]");
        console.MarkupLineInterpolated($"[grey]Its ready tasks waited {report.SchedulingLag:0.0} ms for a processor (p99).[/]");
        foreach (var finding in report.Bottleneck.Findings)
        {
            console.MarkupLineInterpolated($"[{(report.Bottleneck.IsTool ? "yellow" : "green")}]{finding}[/]");
        }

        if (report.FailedShare > report.ErrorBudget)
        {
            console.MarkupLineInterpolated($"[red]{report.FailedShare:P2} of the flows failed; the budget is {report.ErrorBudget:P2}.[/]");
        }
    }

    private static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } value ? value.ToString("P0", CultureInfo.InvariantCulture) : "";
}
