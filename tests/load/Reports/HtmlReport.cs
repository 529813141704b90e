using System.Globalization;
using System.Net;
using System.Text;
using Eudiplo.Load.Measurements;

namespace Eudiplo.Load.Reports;

/// <summary>The result as one HTML file that needs nothing else: no script, no font, no network; light and dark.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page.</summary>
    public static string Write(LoadReport report)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">");
        page.Append($"<title>Eudiplo load: {Html(report.Flow)}</title><style>{HtmlStyle.Css}</style></head><body>");
        page.Append($"<h1>{Html(report.Flow)}</h1><p>{Html(report.Description)}</p>");
        page.Append("<div class=\"tiles\">");
        Tile(page, Number(report.FlowsPerSecond, "0"), "flows per second");
        Tile(page, Number(report.RequestsPerSecond, "0"), "requests per second");
        Tile(page, $"{Number(report.Rows[0].P50)} ms", "median flow");
        Tile(page, $"{Number(report.Rows[0].P99)} ms", "99th percentile");
        Tile(page, Percent(report.FailedShare, "P2"), "flows failed", report.FailedShare > report.ErrorBudget);
        page.Append("</div>");
        page.Append($"<div class=\"verdict {(report.Bottleneck.IsTool ? "warn" : "good")}\">");
        foreach (var finding in report.Bottleneck.Findings)
        {
            page.Append($"<p>{Html(finding)}</p>");
        }

        page.Append("</div>");
        Latencies(page, report);
        Errors(page, report);
        page.Append("<div class=\"charts\">");
        Chart(page, "Flows per second", "flows/s", report, [("flows", "blue", s => s.Flows), ("failed", "red", s => s.Failed)]);
        Chart(page, "Requests per second", "requests/s", report, [("requests", "blue", s => s.Requests)]);
        Chart(
            page, "Flow latency, milliseconds", "ms", report,
            [("p50", "green", s => s.P50), ("p90", "blue", s => s.P90), ("p99", "orange", s => s.P99)]);
        Distribution(page, report);
        List<(string, string, Func<Sample, double>)> processors =
            [("tool", "orange", s => s.ClientCores), ("whole machine", "grey", s => s.MachineCores)];
        if (report.ServerCores is not null)
        {
            processors.Insert(1, ("server", "blue", s => s.ServerCores ?? 0));
        }

        if (report.DatabaseCores is not null)
        {
            processors.Insert(processors.Count - 1, ("database", "green", s => s.DatabaseCores ?? 0));
        }

        Chart(page, $"Processors in use, of {report.Processors}", "processors", report, processors);
        page.Append("</div>");
        Facts(page, report);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Latencies(StringBuilder page, LoadReport report)
    {
        page.Append("<h2>Latency, milliseconds</h2><table><tr><th></th>");
        foreach (var heading in new[] { "count", "per second", "mean", "p50", "p90", "p99", "p99.9", "max" })
        {
            page.Append($"<th>{heading}</th>");
        }

        page.Append("</tr>");
        foreach (var row in report.Rows)
        {
            page.Append(
                $"<tr><td>{Html(row.Kind)}</td><td>{row.Count}</td><td>{Number(row.PerSecond, "0")}</td><td>{Number(row.Mean)}</td>"
                + $"<td>{Number(row.P50)}</td><td>{Number(row.P90)}</td><td>{Number(row.P99)}</td><td>{Number(row.P999)}</td>"
                + $"<td>{Number(row.Max)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void Errors(StringBuilder page, LoadReport report)
    {
        if (report.Errors.Count == 0)
        {
            return;
        }

        page.Append("<h2>Errors</h2><table><tr><th></th><th>count</th></tr>");
        foreach (var (reason, count) in report.Errors)
        {
            page.Append($"<tr><td>{Html(reason)}</td><td>{count}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void Chart(
        StringBuilder page,
        string title,
        string unit,
        LoadReport report,
        IReadOnlyList<(string Name, string Colour, Func<Sample, double> Value)> lines) =>
        Figure(page, title, LineChart.Draw(title, unit, [.. lines.Select(line => new ChartSeries(
            line.Name, line.Colour, [.. report.Samples.Select(sample => (sample.At, line.Value(sample)))]))]));

    private static void Distribution(StringBuilder page, LoadReport report)
    {
        // Each step to the right is a tenth of the share above: the tail gets as much room as the middle.
        var points = report.Distribution.Where(point => point[0] < 100)
            .Select(point => (X: -Math.Log10(1 - (point[0] / 100)), Y: point[1], Percent: point[0])).ToList();
        var labels = points.Where(point => point.Percent is 0 or 50 or 90 or 99 or 99.9 or 99.99)
            .Select(point => (point.X, point.Percent.ToString(CultureInfo.InvariantCulture) + " %")).ToList();
        var line = new ChartSeries("flow latency", "blue", [.. points.Select(point => (point.X, point.Y))]);
        Figure(page, "Share of flows below a latency, milliseconds", LineChart.Draw("Latency distribution", "ms", [line], labels));
    }

    private static void Figure(StringBuilder page, string title, string chart) =>
        page.Append($"<figure><figcaption>{Html(title)}</figcaption>{chart}</figure>");

    private static void Facts(StringBuilder page, LoadReport report)
    {
        (string Name, string Value)[] facts =
        [
            ("server", string.Join(", ", report.Urls)),
            ("load", report.IntendedRate is { } rate ? $"open loop, {Number(rate, "0.##")} flows/s intended" : "closed loop"),
            ("wallets, tenants", $"{report.Wallets}, {report.Tenants}"),
            ("wire form, DPoP, client authentication", $"{report.Dialect}, {(report.Dpop ? "yes" : "no")}, {report.ClientAuthentication}"),
            ("warm-up, not counted", $"{Number(report.WarmUpSeconds, "0")} s"),
            ("measured", $"{Number(report.Seconds, "0.0")} s from {report.Started.ToString("u", CultureInfo.InvariantCulture)}"),
            ("processors used by the tool", $"{Number(report.ClientCores)} ({Percent(report.ClientShare, "P0")} of what was busy)"),
            ("processors used by the server", report.ServerCores is { } server ? Number(server) : "not known"),
            ("processors used by the database", report.DatabaseCores is { } database ? Number(database) : "not known"),
            ("tool's processor time per request", $"{Number(report.ClientMicrosecondsPerRequest, "0")} µs"),
            ("tool's scheduling lag, p99", $"{Number(report.SchedulingLag)} ms"),
            ("system", report.System),
        ];
        page.Append("<h2>The run</h2><table>");
        foreach (var (name, value) in facts)
        {
            page.Append($"<tr><td>{Html(name)}</td><td class=\"text\">{Html(value)}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void Tile(StringBuilder page, string value, string label, bool bad = false) =>
        page.Append($"<div class=\"tile{(bad ? " bad" : "")}\"><b>{Html(value)}</b>{Html(label)}</div>");

    private static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Percent(double share, string format) => share.ToString(format, CultureInfo.InvariantCulture);

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
