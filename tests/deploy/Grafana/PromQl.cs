using System.Text.RegularExpressions;

namespace Eudiplo.Deploy.Tests.Grafana;

/// <summary>What a PromQL expression asks for: the metrics with the labels that it matches, and the labels that it groups by.</summary>
/// <param name="Selectors">Each metric and the labels within its braces.</param>
/// <param name="Grouping">The labels of <c>by (…)</c>, <c>without (…)</c>, <c>on (…)</c> and their kin.</param>
internal sealed partial record PromQl(IReadOnlyList<(string Metric, IReadOnlyList<string> Labels)> Selectors, IReadOnlyList<string> Grouping)
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "inf", "nan"];

    /// <summary>Reads an expression.</summary>
    public static PromQl Read(string expression)
    {
        // Texts hold anything; ranges hold durations.
        var text = RangeForm().Replace(TextForm().Replace(expression, "''"), "");
        var grouping = GroupingForm().Matches(text).SelectMany(m => NameForm().Matches(m.Groups[1].Value)).Select(m => m.Value).ToList();
        text = GroupingForm().Replace(text, " ");
        var selectors = new List<(string, IReadOnlyList<string>)>();
        foreach (Match match in SelectorForm().Matches(text))
        {
            if (!match.Groups["call"].Success && !Words.Contains(match.Groups["metric"].Value.ToLowerInvariant()))
            {
                selectors.Add((match.Groups["metric"].Value, [.. NameForm().Matches(match.Groups["labels"].Value).Select(m => m.Value)]));
            }
        }

        return new PromQl(selectors, grouping);
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex TextForm();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex RangeForm();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex GroupingForm();

    [GeneratedRegex(@"(?<![\w$.])(?<metric>[a-zA-Z_:][\w:]*)\s*(?:(?<call>\()|\{(?<labels>[^}]*)\})?")]
    private static partial Regex SelectorForm();

    [GeneratedRegex(@"(?<![\w$])[a-zA-Z_]\w*")]
    private static partial Regex NameForm();
}
