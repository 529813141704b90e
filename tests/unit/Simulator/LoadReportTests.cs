using System.Text.Json;
using System.Xml.Linq;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Reports;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>What the load tool tells about its own part, and its reports.</summary>
public sealed class LoadReportTests
{
    [Fact]
    public void A_full_machine_with_a_hungry_tool_is_the_tools_fault()
    {
        Assert.True((Report() with { MachineCores = 2, ClientCores = 0.9 }).Bottleneck.IsTool);
        Assert.False((Report() with { MachineCores = 2, ClientCores = 0.2 }).Bottleneck.IsTool);
        Assert.True((Report() with { MachineCores = 2, ClientCores = 1.95 }).Bottleneck.IsTool);
    }

    [Fact]
    public void A_tool_that_waits_for_processors_on_an_idle_machine_is_the_tools_fault() =>
        Assert.True((Report() with { MachineCores = 0.5, ClientCores = 0.2, SchedulingLag = 20 }).Bottleneck.IsTool);

    [Fact]
    public void An_open_loop_that_falls_behind_is_told() => Assert.Contains(
        (Report() with { IntendedRate = 1000, FlowsPerSecond = 700, WaitingFlows = 3000 }).Bottleneck.Findings,
        finding => finding.Contains("were not kept up", StringComparison.Ordinal));

    [Fact]
    public void Refusals_by_the_servers_limits_are_explained_and_no_others() => Assert.Equal(
        [true, false],
        new[] { "initial: 429 temporarily_unavailable", "initial: 400 invalid_request" }.Select(error =>
            (Report() with { Errors = new Dictionary<string, long> { [error] = 1 } }).Bottleneck.Findings.Any(f => f.Contains("Eudiplo:RateLimits", StringComparison.Ordinal))));

    [Fact]
    public void The_html_report_is_one_file_that_asks_for_nothing_else_and_runs_nothing()
    {
        var html = HtmlReport.Write(Report() with { Errors = new Dictionary<string, long> { ["token: <script>"] = 1 } });

        var page = XDocument.Parse(html.Replace("<!doctype html>", "").Replace("<meta charset=\"utf-8\">", "")
            .Replace("<meta name=\"viewport\" content=\"width=device-width\">", ""));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
        Assert.Equal(5, page.Descendants("svg").Count());
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "token: <script>");
    }

    [Fact]
    public void The_json_report_is_one_line_with_the_figures_that_the_table_shows()
    {
        var text = JsonReport.Write(Report());

        Assert.DoesNotContain('\n', text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(700, json.RootElement.GetProperty("flowsPerSecond").GetDouble());
        Assert.Equal("whole flow", json.RootElement.GetProperty("rows")[0].GetProperty("kind").GetString());
        Assert.False(json.RootElement.GetProperty("bottleneck").GetProperty("isTool").GetBoolean());
    }

    [Fact]
    public void The_shares_of_tool_server_and_database_are_told_apart_and_the_warm_up_is_told()
    {
        var report = Report() with { ServerCores = 0.7, DatabaseCores = 0.35, WarmUpSeconds = 7, Dpop = true, Dialect = "first-party" };

        using var json = JsonDocument.Parse(JsonReport.Write(report));
        Assert.Equal(0.5, json.RootElement.GetProperty("serverShare").GetDouble(), 3);
        Assert.Equal(0.25, json.RootElement.GetProperty("databaseShare").GetDouble(), 3);
        Assert.Equal(7, json.RootElement.GetProperty("warmUpSeconds").GetDouble());
        Assert.True(json.RootElement.GetProperty("dpop").GetBoolean());
        var html = HtmlReport.Write(report);
        Assert.Contains(">database<", html, StringComparison.Ordinal);
        Assert.Contains("<td>warm-up, not counted</td><td class=\"text\">7 s</td>", html, StringComparison.Ordinal);
        Assert.Contains("first-party, yes, none", html, StringComparison.Ordinal);
        Assert.Null((report with { DatabaseCores = null }).DatabaseShare);
    }

    [Fact]
    public void A_report_of_a_run_without_a_single_flow_can_be_written()
    {
        var empty = Report() with { Samples = [], Flows = 0, FlowsPerSecond = 0, RequestsPerSecond = 0, MachineCores = 0, ClientCores = 0 };

        Assert.Contains("</html>", HtmlReport.Write(empty));
        Assert.NotEmpty(JsonReport.Write(empty));
    }

    private static LoadReport Report() => new()
    {
        Flow = "web",
        Description = "The web flow.",
        Urls = ["http://127.0.0.1:8080/"],
        Wallets = 64,
        Tenants = 1,
        Started = DateTimeOffset.UnixEpoch,
        Seconds = 2,
        Flows = 1400,
        FailedFlows = 0,
        FlowsPerSecond = 700,
        RequestsPerSecond = 2100,
        ErrorBudget = 0.001,
        Rows = [new RequestRow("whole flow", 1400, 700, 2, 1.5, 3, 9, 12, 15)],
        Distribution = [[0, 1], [50, 1.5], [90, 3], [99, 9], [100, 15]],
        Errors = new Dictionary<string, long>(),
        Processors = 2,
        ClientCores = 0.3,
        ServerCores = 1,
        MachineCores = 1.4,
        SchedulingLag = 0.2,
        Samples = [new Sample(1, 690, 0, 2070, 1.5, 3, 9, 0.3, 1, 0.4, 1.4), new Sample(2, 710, 0, 2130, 1.4, 3, 8, 0.3, 1, 0.4, 1.4)],
    };
}
