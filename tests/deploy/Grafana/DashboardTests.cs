using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Eudiplo.Deploy.Tests.Kubernetes;
using Eudiplo.Deploy.Tests.Repository;
using Eudiplo.Deploy.Tests.Telemetry;

namespace Eudiplo.Deploy.Tests.Grafana;

/// <summary>The dashboard asks for nothing but the metrics and tags that Eudiplo has, under the names that Prometheus gives them.</summary>
public sealed partial class DashboardTests
{
    /// <summary>Labels that the way into Prometheus adds to every series.</summary>
    private static readonly string[] OfEverySeries = ["instance", "job"];

    private static readonly ILookup<string, DocumentedMetric> ByPrometheusName = DocumentedMetrics.All
        .SelectMany(metric => metric.PrometheusNames.Select(name => (name, metric)))
        .ToLookup(pair => pair.name, pair => pair.metric);

    private static readonly JsonNode Dashboard = JsonNode.Parse(
        RepositoryFiles.Read("deploy/grafana/eudiplo.json"), documentOptions: new() { AllowDuplicateProperties = false })!;

    private static readonly IReadOnlyList<JsonNode> Panels = [.. Dashboard.Items("panels").Where(p => p.Text("type") != "row")];

    public static TheoryData<string> EveryExpression() => new(Panels.SelectMany(p => p.Items("targets")).Select(t => t.Text("expr")!).Distinct());

    [Theory]
    [MemberData(nameof(EveryExpression))]
    public void Every_query_names_metrics_and_labels_that_there_are(string expression) => Assert.Empty(Unknown(expression));

    [Theory]
    [InlineData("sum(rate(eudiplo_session_total[5m]))", "eudiplo_session_total")]
    [InlineData("sum(eudiplo_storage_write_duration_seconds)", "eudiplo_storage_write_duration_seconds")]
    [InlineData("sum by (state) (rate(eudiplo_sessions_transitions_total[5m]))", "state")]
    [InlineData("eudiplo_sessions_transitions_total{kind=\"session\"}", "kind")]
    [InlineData("histogram_quantile(0.5, sum by (le) (rate(eudiplo_steps_total[5m])))", "le")]
    [InlineData("eudiplo_steps_total / no_such_thing", "no_such_thing")]
    public void A_query_that_names_something_else_is_noticed(string expression, string unknown) => Assert.Equal([unknown], Unknown(expression));

    [Fact]
    public void Every_metric_of_Eudiplo_is_on_the_dashboard()
    {
        var shown = Panels.SelectMany(p => p.Items("targets")).SelectMany(t => PromQl.Read(t.Text("expr")!).Selectors).Select(s => s.Metric).ToHashSet();
        Assert.DoesNotContain(DocumentedMetrics.All, metric => !metric.PrometheusNames.Any(shown.Contains));
    }

    [Fact]
    public void The_variables_ask_for_metrics_and_labels_that_there_are() => Assert.All(
        Dashboard.Items("templating", "list").Where(v => v.Text("type") == "query"),
        variable =>
        {
            var match = LabelValues().Match(variable.Text("query", "query")!);
            var metric = Assert.Single(ByPrometheusName[match.Groups[1].Value]);
            Assert.Contains(match.Groups[2].Value, metric.PrometheusLabels.Concat(OfEverySeries));
        });

    [Fact]
    public void Every_panel_has_a_title_a_text_and_the_chosen_data_source_and_no_other_variable_is_used()
    {
        var variables = Dashboard.Items("templating", "list").Select(v => v.Text("name")!).Append("__rate_interval").ToHashSet();
        Assert.NotEmpty(Panels);
        Assert.All(Panels, panel =>
        {
            Assert.False(string.IsNullOrWhiteSpace(panel.Text("title")));
            Assert.False(string.IsNullOrWhiteSpace(panel.Text("description")));
            Assert.Equal("${datasource}", panel.Text("datasource", "uid"));
            Assert.All(
                panel.Items("targets").SelectMany(t => VariableForm().Matches(t.Text("expr")!)).Select(m => m.Groups[1].Value),
                name => Assert.Contains(name, variables));
        });
        Assert.Equal(Dashboard.Items("panels").Count(), Dashboard.Items("panels").Select(p => p.Text("id")).Distinct().Count());
    }

    [Fact]
    public void Seconds_and_bytes_are_shown_as_such() => Assert.All(Panels, panel => Assert.All(panel.Items("targets"), target =>
    {
        var expression = target.Text("expr")!;
        var unit = panel.Text("fieldConfig", "defaults", "unit");
        if (expression.StartsWith("histogram_quantile", StringComparison.Ordinal))
        {
            Assert.Equal("s", unit);
        }

        Assert.Equal(expression.Contains("_bytes{", StringComparison.Ordinal), unit == "bytes");
    }));

    [Fact]
    public void No_two_panels_lie_upon_each_other()
    {
        var cells = Dashboard.Items("panels").SelectMany(p =>
            from x in Enumerable.Range((int)p.Number("gridPos", "x")!, (int)p.Number("gridPos", "w")!)
            from y in Enumerable.Range((int)p.Number("gridPos", "y")!, (int)p.Number("gridPos", "h")!)
            select (x, y)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
    }

    private static IEnumerable<string> Unknown(string expression)
    {
        var query = PromQl.Read(expression);
        foreach (var (metric, labels) in query.Selectors)
        {
            if (ByPrometheusName[metric].FirstOrDefault() is not { } documented)
            {
                yield return metric;
                continue;
            }

            foreach (var label in labels.Concat(query.Grouping).Except(documented.PrometheusLabels).Except(OfEverySeries))
            {
                yield return label;
            }
        }
    }

    [GeneratedRegex(@"^label_values\((\w+), (\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\$\{?(\w+)\}?")]
    private static partial Regex VariableForm();
}
