using System.Text.RegularExpressions;

namespace Eudiplo.Unit.Tests.Conformance;

/// <summary>Keeps <c>docs/conformance.md</c> and the tests in step.</summary>
public sealed partial class ConformanceTableTests
{
    private static readonly string Table = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "conformance.md"));

    [Fact]
    public void Every_test_that_the_table_names_exists()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(m => $"{Path.GetFileNameWithoutExtension(file)}.{m.Groups[1].Value}"))
            .ToHashSet(StringComparer.Ordinal);

        var missing = NamedTest().Matches(Table).Select(m => m.Groups[1].Value).Where(name => !tests.Contains(name)).Distinct().ToArray();

        Assert.True(missing.Length == 0, $"docs/conformance.md names tests that do not exist: {string.Join(", ", missing)}");
    }

    [Fact]
    public void Every_row_has_a_number_of_its_own_and_a_test_or_a_reason()
    {
        var rows = Row().Matches(Table).Select(m => (Number: m.Groups[1].Value, Shown: m.Groups[3].Value.Trim())).ToArray();

        Assert.True(rows.Length > 50, $"The table has {rows.Length} rows.");
        Assert.Equal(rows.Length, rows.DistinctBy(r => r.Number).Count());
        Assert.All(rows, row => Assert.True(
            NamedTest().IsMatch(row.Shown)
            || row.Shown == "Wallet"
            || row.Shown.StartsWith("Does not apply: ", StringComparison.Ordinal)
            || row.Shown.StartsWith("Open: ", StringComparison.Ordinal),
            $"{row.Number} has neither a test nor a reason."));
    }

    [Fact]
    public void Nothing_is_open() =>
        Assert.Empty(Row().Matches(Table).Where(m => m.Groups[3].Value.Contains("Open: ", StringComparison.Ordinal)).Select(m => m.Groups[1].Value));

    [GeneratedRegex(@"^\| ([A-Z]+-\d+) \| (.+?) \| (.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\[(?:PostgreSql)?(?:Fact|Theory)[^\]]*\](?:\s*\[[^\n]*\])*\s*public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex TestMethod();
}
