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

        return Long().Matches(line).Where(m => IsRandom(m.Value) && !IsPublic(line, m.Index) && !IsMethod(line, m.Index + m.Length)).Select(m => m.Value);
    }

    /// <summary>
    /// Whether capitals, small letters and digits follow each other as they do by chance, some 24 changes in 43 characters. Names of types, settings,
    /// tests and tenants are long too, and have one where a word begins, and hardly ever a digit.
    /// </summary>
    private static bool IsRandom(string text) =>
        text.Any(char.IsAsciiLetterUpper)
        && text.Any(char.IsAsciiLetterLower)
        && text.Zip(text.Skip(1), (a, b) => Kind(a) != Kind(b) && Kind(a) * Kind(b) != 0).Count(changes => changes) >= (text.Any(char.IsAsciiDigit) ? 12 : 16);

    private static int Kind(char c) => c switch { >= 'A' and <= 'Z' => 1, >= 'a' and <= 'z' => 2, >= '0' and <= '9' => 3, _ => 0 };

    private static bool IsPublic(string line, int index) =>
        PublicNames.Any(name => index >= name.Length && line.AsSpan(index - name.Length, name.Length).SequenceEqual(name));

    // As a stack trace has them: Npgsql.ThrowHelper.ThrowNpgsqlExceptionWithInnerTimeoutException(…).
    private static bool IsMethod(string line, int end) => end < line.Length && line[end] == '(';

    [GeneratedRegex("eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}")]
    private static partial Regex Jwt();

    [GeneratedRegex("[A-Za-z0-9_-]{43,}")]
    private static partial Regex Long();
}
