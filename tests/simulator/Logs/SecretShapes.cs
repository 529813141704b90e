using System.Text.RegularExpressions;

namespace Eudiplo.WalletSimulator.Logs;

/// <summary>
/// Finds in logs what has the shape of a secret: a JWT, or a text of base64url that is long enough to be a token, a code, a verifier or the secret
/// part of one. For suites that make so many secrets that nobody can collect them; it sees those as well that a test never gets to know.
/// </summary>
public static partial class SecretShapes
{
    /// <summary>What is long and random and no secret: the ids of published keys, named as such.</summary>
    private static readonly string[] PublicNames = ["the newest is ", "KeyId="];

    /// <summary>The texts of a log line that may be secrets.</summary>
    /// <param name="line">The line, with the messages of its exceptions.</param>
    public static IEnumerable<string> FindIn(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        foreach (var match in Jwt().EnumerateMatches(line))
        {
            return [line.Substring(match.Index, match.Length)];
        }

        return Long().Matches(line).Where(m => IsRandom(m.Value) && !IsPublic(line, m.Index)).Select(m => m.Value);
    }

    // Names of types, tests and tenants are long too, but words have no digits and capitals all over.
    private static bool IsRandom(string text) =>
        text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower) && text.Count(char.IsAsciiDigit) >= 2 && text.Count(c => c is '_' or '-') <= 6;

    private static bool IsPublic(string line, int index) =>
        PublicNames.Any(name => index >= name.Length && line.AsSpan(index - name.Length, name.Length).SequenceEqual(name));

    [GeneratedRegex("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}")]
    private static partial Regex Jwt();

    [GeneratedRegex("[A-Za-z0-9_-]{43,}")]
    private static partial Regex Long();
}
