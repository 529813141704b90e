using System.Buffers.Text;

namespace Eudiplo.Load.Http;

/// <summary>
/// The bytes of one request, kept by a wallet and used again for each. The body is written first, with room before it; the head
/// is then set right in front of it, so that one send carries both and nothing is copied.
/// </summary>
public sealed class RequestBuffer
{
    private const int HeadRoom = 4096;
    private byte[] _bytes = new byte[HeadRoom + 4096];
    private int _end = HeadRoom;

    /// <summary>Forgets the last request.</summary>
    public void Clear() => _end = HeadRoom;

    /// <summary>Adds to the body.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Adds room to the body for the caller to write to at once.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_end + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + length));
        }

        var room = _bytes.AsSpan(_end, length);
        _end += length;
        return room;
    }

    /// <summary>The request, ready to send.</summary>
    /// <param name="head">The constant part.</param>
    /// <param name="pathEnd">Continues the path.</param>
    /// <param name="headers">Further header lines, each ended by CRLF.</param>
    public ReadOnlyMemory<byte> Finish(RequestHead head, ReadOnlySpan<byte> pathEnd = default, ReadOnlySpan<byte> headers = default)
    {
        Span<byte> digits = stackalloc byte[12];
        Utf8Formatter.TryFormat(_end - HeadRoom, digits, out var count);
        var start = HeadRoom;
        start = Before(start, "\r\n\r\n"u8);
        if (!headers.IsEmpty)
        {
            start = Before(start, headers[..^2]);
            start = Before(start, "\r\n"u8);
        }

        start = Before(start, digits[..count]);
        start = Before(start, head.End);
        start = Before(start, pathEnd);
        start = Before(start, head.Start);
        return _bytes.AsMemory(start, _end - start);
    }

    private int Before(int position, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(position - bytes.Length));
        return position - bytes.Length;
    }
}
