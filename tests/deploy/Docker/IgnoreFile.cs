using System.Text.RegularExpressions;

namespace Eudiplo.Deploy.Tests.Docker;

/// <summary>A <c>.dockerignore</c>: patterns of what is not sent to the build; the last one that matches decides, <c>!</c> takes back in.</summary>
internal sealed class IgnoreFile
{
    private readonly IReadOnlyList<(Regex Pattern, bool IsTakenIn)> _patterns;

    private IgnoreFile(IReadOnlyList<(Regex Pattern, bool IsTakenIn)> patterns) => _patterns = patterns;

    /// <summary>Reads one.</summary>
    public static IgnoreFile Parse(string text) => new(
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => (PatternOf(line.TrimStart('!').Trim('/')), line.StartsWith('!'))),
    ]);

    /// <summary>Whether a path, with slashes, is left out. A pattern that matches a directory matches what is in it.</summary>
    public bool LeavesOut(string path)
    {
        var names = path.Split('/');
        var prefixes = Enumerable.Range(1, names.Length).Select(count => string.Join('/', names[..count])).ToList();
        return _patterns.LastOrDefault(pattern => prefixes.Any(pattern.Pattern.IsMatch)) is { Pattern: not null, IsTakenIn: false };
    }

    private static Regex PatternOf(string glob) => new(
        "^" + Regex.Escape(glob)
            .Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal) + "$",
        RegexOptions.CultureInvariant);
}
