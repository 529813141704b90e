using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Eudiplo.Storage.Rows;

namespace Eudiplo.Storage.Queries;

/// <summary>Where a page ended: the creation time and key of its last row.</summary>
/// <param name="CreatedAt">The creation time.</param>
/// <param name="Key">The key.</param>
internal readonly record struct StateCursor(long CreatedAt, string Key)
{
    private const byte Format = 1;
    private const int Header = 1 + sizeof(long);
    private const int MaxLength = 2 * (Header + RowKey.MaxBytes);

    public override string ToString()
    {
        var bytes = new byte[Header + Encoding.UTF8.GetByteCount(Key)];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), CreatedAt);
        Encoding.UTF8.GetBytes(Key, bytes.AsSpan(Header));
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static StateCursor Parse(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
        {
            throw new FormatException("The cursor is not valid.");
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= Header || bytes[0] != Format)
        {
            throw new FormatException("The cursor is not valid.");
        }

        var key = Encoding.UTF8.GetString(bytes.AsSpan(Header));
        return RowKey.IsStorable(key)
            ? new StateCursor(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)), key)
            : throw new FormatException("The cursor is not valid.");
    }
}
