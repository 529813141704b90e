using System.Text.Json;

namespace Eudiplo.Protocol.Dialects;

/// <summary>Reads <c>interaction_types_supported</c> (OID4VCI 1.1, "Initial Request").</summary>
public static class InteractionTypeList
{
    /// <summary>The most types that one request may name.</summary>
    public const int MaxCount = 32;

    /// <summary>Reads the comma-separated list, or the JSON array that some wallets send in a JSON body. The order does not matter.</summary>
    /// <returns>The types, each once; null when the text is neither, or names too many or none.</returns>
    public static IReadOnlyList<string>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.StartsWith('[') ? ParseArray(text) : text.Split(',', MaxCount + 1, StringSplitOptions.TrimEntries);
        if (parts is null or { Length: 0 or > MaxCount } || parts.Any(p => p is not { Length: > 0 and <= 256 }))
        {
            return null;
        }

        return parts.Distinct(StringComparer.Ordinal).ToArray();
    }

    private static string[]? ParseArray(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
