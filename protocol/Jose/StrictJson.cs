using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// Reads JSON that an outsider wrote. Refused: duplicate member names (RFC 7515 section 4), comments, trailing commas, nesting
/// beyond the limit, bytes that are not UTF-8, and escapes that are half of a surrogate pair (RFC 7493 section 2.1). What was read
/// can be walked with no exception: every string in it is a string.
/// </summary>
public static class StrictJson
{
    /// <summary>The nesting that is accepted when a caller names no other limit, in levels.</summary>
    public const int DefaultMaxDepth = 32;

    /// <summary>Reads one JSON value from UTF-8 text; false when the text is refused.</summary>
    /// <param name="utf8">The text, in UTF-8, without a byte order mark.</param>
    /// <param name="value">The value read; it owns its memory and needs no disposal.</param>
    /// <param name="maxDepth">The deepest nesting accepted, in levels.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonElement value, int maxDepth = DefaultMaxDepth)
    {
        value = default;
        if (utf8.IsEmpty || !Utf8.IsValid(utf8) || HasLoneSurrogateEscape(utf8))
        {
            return false;
        }

        try
        {
            value = JsonElement.Parse(utf8, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = maxDepth });
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads one JSON value from text; false when the text is refused.</summary>
    /// <param name="text">The text; lone surrogates in it are refused.</param>
    /// <param name="value">The value read; it owns its memory and needs no disposal.</param>
    /// <param name="maxDepth">The deepest nesting accepted, in levels.</param>
    public static bool TryParse(string? text, out JsonElement value, int maxDepth = DefaultMaxDepth)
    {
        value = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Utf8.FromUtf16(text, utf8, out _, out var written, replaceInvalidSequences: false) == System.Buffers.OperationStatus.Done
            && TryParse(utf8.AsSpan(0, written), out value, maxDepth);
    }

    /// <summary>
    /// Reads a member that is a string; false when <paramref name="element"/> is no object or has no such member of type string.
    /// </summary>
    public static bool TryGetString(this JsonElement element, string name, out string value)
    {
        value = string.Empty;
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty(name, out var member)
            || member.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        value = member.GetString()!;
        return true;
    }

    /// <summary>
    /// Looks for \u escapes of surrogates that do not come as a high one and then a low one. The framework's reader accepts them
    /// and throws only when the string is asked for.
    /// </summary>
    private static bool HasLoneSurrogateEscape(ReadOnlySpan<byte> utf8)
    {
        for (var at = utf8.IndexOf((byte)'\\'); at >= 0 && at < utf8.Length; at = Next(utf8, at))
        {
            if (!TryReadEscape(utf8[at..], out var unit))
            {
                at += 2;
                continue;
            }

            at += 6;
            if (char.IsLowSurrogate(unit))
            {
                return true;
            }

            if (char.IsHighSurrogate(unit))
            {
                if (at >= utf8.Length || !TryReadEscape(utf8[at..], out var low) || !char.IsLowSurrogate(low))
                {
                    return true;
                }

                at += 6;
            }
        }

        return false;
    }

    private static int Next(ReadOnlySpan<byte> utf8, int from)
    {
        if (from >= utf8.Length)
        {
            return -1;
        }

        var found = utf8[from..].IndexOf((byte)'\\');
        return found < 0 ? -1 : from + found;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> utf8, out char unit)
    {
        unit = default;
        if (utf8.Length < 6
            || utf8[0] != (byte)'\\'
            || utf8[1] != (byte)'u'
            || !ushort.TryParse(utf8.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        unit = (char)code;
        return true;
    }
}
