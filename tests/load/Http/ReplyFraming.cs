using System.Buffers.Text;
using System.Text;

namespace Eudiplo.Load.Http;

/// <summary>Finds the parts of an HTTP/1.1 reply in received bytes.</summary>
/// <param name="Status">The status code.</param>
/// <param name="HeadLength">Bytes up to and with the empty line.</param>
/// <param name="ContentLength">The body's length; -1 when it comes in chunks.</param>
/// <param name="KeepAlive">Whether the connection can be used again.</param>
public readonly record struct ReplyFraming(int Status, int HeadLength, int ContentLength, bool KeepAlive)
{
    /// <summary>Reads the head.</summary>
    /// <returns>False while the head is not complete.</returns>
    /// <exception cref="InvalidDataException">Not an HTTP/1.1 reply that the tool understands.</exception>
    public static bool TryRead(ReadOnlySpan<byte> received, out ReplyFraming framing)
    {
        framing = default;
        var headLength = received.IndexOf("\r\n\r\n"u8);
        if (headLength < 0)
        {
            return false;
        }

        var head = received[..(headLength + 2)];
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out var digits) || digits != 3)
        {
            throw new InvalidDataException("The server does not speak HTTP/1.1.");
        }

        var length = status is 204 or 304 ? 0 : (int?)null;
        var keepAlive = true;
        for (var rest = head[(head.IndexOf("\r\n"u8) + 2)..]; !rest.IsEmpty;)
        {
            var end = rest.IndexOf("\r\n"u8);
            var line = rest[..end];
            rest = rest[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            if (colon < 0)
            {
                continue;
            }

            var name = line[..colon];
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(name, "content-length"u8))
            {
                if (!Utf8Parser.TryParse(value, out int parsed, out var used) || used != value.Length || parsed < 0)
                {
                    throw new InvalidDataException("A Content-Length that is not a number.");
                }

                length = parsed;
            }
            else if (Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8))
            {
                length = -1;
            }
            else if (Ascii.EqualsIgnoreCase(name, "connection"u8) && Ascii.EqualsIgnoreCase(value, "close"u8))
            {
                keepAlive = false;
            }
        }

        framing = new ReplyFraming(
            status, headLength + 4, length ?? throw new InvalidDataException("A reply without a length."), keepAlive);
        return true;
    }

    /// <summary>Puts the chunks of a body together in place.</summary>
    /// <param name="body">The bytes after the head.</param>
    /// <param name="length">The body's length once it is complete.</param>
    /// <returns>False while the last chunk is missing; the bytes are then unchanged.</returns>
    /// <exception cref="InvalidDataException">Not chunks.</exception>
    public static bool TryJoinChunks(Span<byte> body, out int length)
    {
        length = 0;
        for (var pass = 0; pass < 2; pass++)
        {
            var position = 0;
            length = 0;
            while (true)
            {
                var lineEnd = body[position..].IndexOf("\r\n"u8);
                if (lineEnd < 0)
                {
                    return false;
                }

                if (!Utf8Parser.TryParse(body.Slice(position, lineEnd), out int size, out _, 'x') || size < 0)
                {
                    throw new InvalidDataException("A chunk without a size.");
                }

                var start = position + lineEnd + 2;
                if (start + size + 2 > body.Length)
                {
                    return false;
                }

                // The first pass only looks whether everything is there.
                if (pass == 1)
                {
                    body.Slice(start, size).CopyTo(body[length..]);
                }

                length += size;
                position = start + size + 2;
                if (size == 0)
                {
                    break;
                }
            }
        }

        return true;
    }
}
