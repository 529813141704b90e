using System.Text.RegularExpressions;
using Eudiplo.Deploy.Tests.Repository;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>The metrics of <c>docs/telemetry.md</c>.</summary>
internal static partial class DocumentedMetrics
{
    /// <summary>All rows of the tables of metrics.</summary>
    public static IReadOnlyList<DocumentedMetric> All { get; } =
    [
        .. RepositoryFiles.Read("docs/telemetry.md").Split('\n')
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5 && Quoted().IsMatch(cells[0]))
            .Select(cells => new DocumentedMetric(
                cells[0].Trim('`'), cells[1], cells[2].Trim('`'), [.. Quoted().Matches(cells[3]).Select(m => m.Groups[1].Value)])),
    ];

    /// <summary>Those that Eudiplo's own code makes.</summary>
    public static IEnumerable<DocumentedMetric> Own => All.Where(m => m.Name.StartsWith("eudiplo.", StringComparison.Ordinal));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
