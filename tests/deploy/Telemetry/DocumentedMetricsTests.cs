using System.Text.RegularExpressions;
using Eudiplo.Deploy.Tests.Repository;
using Eudiplo.Silo.Telemetry;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>The documented metrics are those of the code: names, kinds, units and tags.</summary>
public sealed partial class DocumentedMetricsTests
{
    [Fact]
    public void Every_metric_of_the_code_is_documented_with_its_kind_and_unit_and_no_other_is()
    {
        var made = RepositoryFiles.Sources().SelectMany(file => InstrumentForm().Matches(File.ReadAllText(file)))
            .Select(match => (match.Groups["name"].Value, KindOf(match.Groups["kind"].Value), match.Groups["unit"].Value))
            .Order().ToList();

        Assert.NotEmpty(made);
        Assert.Equal(DocumentedMetrics.Own.Select(m => (m.Name, m.Kind, m.Unit)).Order(), made);
    }

    [Fact]
    public void Every_documented_tag_is_given_beside_the_code_that_makes_its_metric() => Assert.All(DocumentedMetrics.Own, metric =>
    {
        var file = RepositoryFiles.Sources().Single(f => File.ReadAllText(f).Contains($"\"{metric.Name}\"", StringComparison.Ordinal));
        var beside = string.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "*.cs").Select(File.ReadAllText));
        Assert.All(metric.Tags, tag => Assert.Contains($"\"{tag}\"", beside, StringComparison.Ordinal));
    });

    [Fact]
    public void The_documented_metrics_of_the_framework_are_those_that_are_exported() => Assert.Equal(
        ExportedMetrics.OfFramework.Order(), DocumentedMetrics.All.Except(DocumentedMetrics.Own).Select(m => m.Name).Order());

    [Fact]
    public void The_documented_spans_are_those_of_the_code()
    {
        var started = RepositoryFiles.Sources().SelectMany(file => SpanForm().Matches(File.ReadAllText(file))).Select(m => m.Groups[1].Value);
        var documented = DocumentedSpan().Matches(RepositoryFiles.Read("docs/telemetry.md").Split("## Traces")[1].Split("## Logs")[0]);
        Assert.Equal(documented.Select(m => m.Groups[1].Value).Order(), started.Distinct().Order());
    }

    [Theory]
    [InlineData("eudiplo.sessions.transitions", "counter", "{session}", "eudiplo_sessions_transitions_total")]
    [InlineData("eudiplo.storage.write.duration", "histogram", "s", "eudiplo_storage_write_duration_seconds_bucket")]
    [InlineData("eudiplo.storage.batch.size", "histogram", "{operation}", "eudiplo_storage_batch_size_count")]
    [InlineData("eudiplo.storage.clock.behind", "gauge", "s", "eudiplo_storage_clock_behind_seconds")]
    [InlineData("dotnet.process.memory.working_set", "up-down counter", "By", "dotnet_process_memory_working_set_bytes")]
    [InlineData("dotnet.process.cpu.time", "counter", "s", "dotnet_process_cpu_time_seconds_total")]
    [InlineData("share", "gauge", "1", "share_ratio")]
    [InlineData("a..b-c_total", "counter", "1", "a_b_c_total")]
    public void Prometheus_names_follow_the_rules_of_OpenTelemetry(string name, string kind, string unit, string expected) =>
        Assert.Contains(expected, new DocumentedMetric(name, kind, unit, []).PrometheusNames);

    private static string KindOf(string method) => method switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        "Gauge" or "ObservableGauge" => "gauge",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        _ => method,
    };

    [GeneratedRegex("(?:GrainSpans\\.Start|Tracing\\.StartPart|Enter)\\(\"([^\"]+)\"")]
    private static partial Regex SpanForm();

    [GeneratedRegex("`((?:session|grant|storage)\\.[a-z_]+)`")]
    private static partial Regex DocumentedSpan();

    // The unit is the first text after the name; between them an observable instrument has a callback, which has none.
    [GeneratedRegex("""\.Create(?<kind>\w+?)(?:<\w+>)?\(\s*"(?<name>eudiplo\.[^"]+)"[^"]*"(?<unit>[^"]*)"[^;]*;""")]
    private static partial Regex InstrumentForm();
}
