using System.Text.RegularExpressions;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>A metric as it is documented.</summary>
/// <param name="Name">The instrument's name.</param>
/// <param name="Kind"><c>counter</c>, <c>histogram</c>, <c>gauge</c> or <c>up-down counter</c>.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tags">The tags that a series can have.</param>
internal sealed partial record DocumentedMetric(string Name, string Kind, string Unit, IReadOnlyList<string> Tags)
{
    /// <summary>
    /// The names under which Prometheus has it, by OpenTelemetry's specification "Prometheus and OpenMetrics Compatibility": other characters
    /// than letters, digits and colons become one underscore, the unit follows (words in braces are none), a counter ends in <c>_total</c>,
    /// and a histogram is three names.
    /// </summary>
    public IEnumerable<string> PrometheusNames
    {
        get
        {
            var name = Prometheus(Name);
            var unit = Kind switch
            {
                _ when Unit.StartsWith('{') => "",
                "gauge" when Unit == "1" => "ratio",
                _ => Unit switch
                {
                    "" or "1" => "",
                    "s" => "seconds",
                    "ms" => "milliseconds",
                    "By" => "bytes",
                    "%" => "percent",
                    _ => throw new NotSupportedException($"How Prometheus writes the unit {Unit} is not known here."),
                },
            };
            var full = unit.Length == 0 || name.EndsWith("_" + unit, StringComparison.Ordinal) ? name : $"{name}_{unit}";
            return Kind switch
            {
                "counter" => [full.EndsWith("_total", StringComparison.Ordinal) ? full : full + "_total"],
                "histogram" => [full + "_bucket", full + "_sum", full + "_count"],
                "gauge" or "up-down counter" => [full],
                _ => throw new NotSupportedException($"{Name} is documented as a {Kind}."),
            };
        }
    }

    /// <summary>The labels of its series in Prometheus.</summary>
    public IEnumerable<string> PrometheusLabels => Tags.Select(Prometheus).Concat(Kind == "histogram" ? ["le"] : []);

    private static string Prometheus(string name) => Other().Replace(name, "_");

    [GeneratedRegex("[^a-zA-Z0-9:]+")]
    private static partial Regex Other();
}
