namespace Eudiplo.Grains.Grants;

/// <summary>Scope values (RFC 6749, section 3.3): a set of case-sensitive words, parted by spaces.</summary>
internal static class GrantScope
{
    /// <summary>Whether every word of one scope is in another. A scope that is asked for has a word at least.</summary>
    public static bool IsWithin(string? asked, string? granted) =>
        asked is null || (Words(asked) is { Count: > 0 } words && words.All(Words(granted).Contains));

    /// <summary>A scope with each word once and one space between two; null for none.</summary>
    public static string? Normal(string? scope) => scope is null ? null : string.Join(' ', Words(scope));

    /// <summary>Whether a scope has a word.</summary>
    public static bool Has(string? scope, string word) => Words(scope).Contains(word);

    /// <summary>The words of a scope.</summary>
    public static IReadOnlySet<string> Words(string? scope) =>
        (scope ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
