using System.Globalization;

namespace Eudiplo.Storage.Rows;

/// <summary>
/// The version of a row, which is its ETag: the upper half counts writes, the lower half is random. The random half makes every write's
/// version its own: a row that is deleted and made again never shows an old version, and after a lost connection the version that is
/// stored tells whether the write in doubt is the one that was made.
/// </summary>
internal static class RowVersion
{
    private const int Half = 32;

    /// <summary>What the sweeper adds when it erases a row: one write more.</summary>
    public const long Step = 1L << Half;

    /// <summary>A version for a row's next write.</summary>
    /// <param name="version">The version that is replaced; 0 for a new row.</param>
    public static long Next(long version)
    {
        var writes = ((version >> Half) + 1) & int.MaxValue;
        return (writes << Half) | (uint)Random.Shared.NextInt64(1L << Half);
    }

    /// <summary>How many writes a version stands for.</summary>
    public static int Writes(long version) => (int)(version >> Half);

    public static string ToETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string? etag, out long version) =>
        long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out version);
}
