using System.Globalization;

namespace Eudiplo.Protocol.Cbor;

/// <summary>Times as CBOR structures carry them.</summary>
public static class CborDates
{
    /// <summary>Tag of a time as text (RFC 8949 section 3.4.1).</summary>
    public const ulong DateTimeTag = 0;

    /// <summary>Tag of a time as seconds since 1970 (RFC 8949 section 3.4.2).</summary>
    public const ulong EpochTag = 1;

    /// <summary>Tag of a date as days since 1970 (RFC 8943).</summary>
    public const ulong EpochDaysTag = 100;

    /// <summary>Tag of a date as text, <c>full-date</c> (RFC 8943).</summary>
    public const ulong FullDateTag = 1004;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a <c>tdate</c>: tag 0 over an RFC 3339 text with its offset.</summary>
    public static bool TryReadDateTime(CborItem item, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(item);
        time = default;
        return item.IsTag(DateTimeTag, out CborItem? text)
            && text.Kind == CborKind.TextString
            && HasOffset(text.Text)
            && DateTimeOffset.TryParseExact(text.Text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>Reads a <c>NumericDate</c> of a CWT (RFC 8392 section 2): seconds since 1970 without a tag, whole or not.</summary>
    public static bool TryReadNumericDate(CborItem item, out DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(item);
        time = default;
        double seconds;
        if (item.TryGetInt64(out long whole))
        {
            seconds = whole;
        }
        else if (item.Kind == CborKind.Float)
        {
            seconds = item.Floating;
        }
        else
        {
            return false;
        }

        // The range of DateTimeOffset; the comparison is false for a NaN.
        if (!(seconds is >= -62_135_596_800 and <= 253_402_300_799))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    /// <summary>A time as RFC 3339 text in UTC, with a fraction of a second only where there is one.</summary>
    public static string ToText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A date as RFC 3339 <c>full-date</c> text; null outside of the years 1 to 9999.</summary>
    public static string? ToDateText(long daysSinceEpoch) =>
        daysSinceEpoch is >= -719_162 and <= 2_932_896
            ? DateOnly.FromDayNumber((int)(daysSinceEpoch + 719_162)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
