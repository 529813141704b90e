using System.Text;

namespace Eudiplo.Load.Http;

/// <summary>Finds header lines in the head of a reply.</summary>
public static class ReplyHead
{
    /// <summary>The value of the first line with a name; empty when there is none.</summary>
    /// <param name="head">Status line and header lines.</param>
    /// <param name="name">The name, in any case.</param>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        for (var end = head.IndexOf("\r\n"u8); end >= 0 && end + 2 < head.Length; end = head.IndexOf("\r\n"u8))
        {
            head = head[(end + 2)..];
            if (head.Length > name.Length && head[name.Length] == (byte)':' && Ascii.EqualsIgnoreCase(head[..name.Length], name))
            {
                var value = head[(name.Length + 1)..];
                var length = value.IndexOf("\r\n"u8);
                return (length < 0 ? value : value[..length]).Trim((byte)' ');
            }
        }

        return default;
    }
}
