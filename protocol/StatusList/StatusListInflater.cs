using System.Buffers.Binary;
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
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The second one stands for what the framework cannot do, such as a preset dictionary.
            error = StatusListError.NotCompressed;
            return null;
        }

        Array.Resize(ref list, length);
        error = length > 0 && EndsWithChecksumOf(compressed.Span, list) ? StatusListError.None : StatusListError.NotCompressed;
        return error == StatusListError.None ? list : null;
    }

    /// <summary>
    /// Whether the Adler-32 of RFC 1950 stands at the end: the framework takes the end of the input for the end of the list, so one
    /// that was cut short would go unnoticed.
    /// </summary>
    private static bool EndsWithChecksumOf(ReadOnlySpan<byte> compressed, ReadOnlySpan<byte> list)
    {
        const uint Modulus = 65521;
        const int Run = 5552; // as many octets as can be summed up before 32 bits overflow
        (uint one, uint two) = (1, 0);
        for (; !list.IsEmpty; list = list[Math.Min(Run, list.Length)..])
        {
            foreach (byte octet in list[..Math.Min(Run, list.Length)])
            {
                one += octet;
                two += one;
            }

            one %= Modulus;
            two %= Modulus;
        }

        return compressed.Length > 4 && BinaryPrimitives.ReadUInt32BigEndian(compressed[^4..]) == ((two << 16) | one);
    }
}
