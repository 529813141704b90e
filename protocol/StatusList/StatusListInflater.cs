using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Eudiplo.Protocol.StatusList;

/// <summary>Decompresses a list up to a length and no further.</summary>
internal static class StatusListInflater
{
    private const int FirstLength = 16 * 1024;

    public static byte[]? Inflate(ReadOnlyMemory<byte> compressed, int maxLength, out StatusListError error)
    {
        byte[] octets = MemoryMarshal.TryGetArray(compressed, out ArraySegment<byte> segment) ? segment.Array! : compressed.ToArray();
        using var source = new MemoryStream(octets, segment.Array is null ? 0 : segment.Offset, compressed.Length, writable: false);
        using var inflated = new ZLibStream(source, CompressionMode.Decompress);
        byte[] list = new byte[(int)Math.Min(FirstLength, maxLength + 1L)];
        int length = 0;
        try
        {
            for (int read = inflated.Read(list); read > 0; read = inflated.Read(list.AsSpan(length)))
            {
                length += read;
                if (length > maxLength)
                {
                    error = StatusListError.ListTooLong;
                    return null;
                }

                if (length == list.Length)
                {
                    Array.Resize(ref list, (int)Math.Min(2L * length, Math.Min(maxLength + 1L, Array.MaxLength)));
                }
            }
        }
        catch (InvalidDataException)
        {
            error = StatusListError.NotCompressed;
            return null;
        }

        error = length == 0 ? StatusListError.NotCompressed : StatusListError.None;
        Array.Resize(ref list, length);
        return length == 0 ? null : list;
    }
}
