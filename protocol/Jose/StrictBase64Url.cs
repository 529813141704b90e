using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Eudiplo.Protocol.Jose;

/// <summary>
/// Base64url as RFC 7515 section 2 has it: no padding, no white space, no other characters, and unused bits zero, so that
/// every sequence of octets has exactly one spelling.
/// </summary>
public static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Encodes octets without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> octets) => Base64Url.EncodeToString(octets);

    /// <summary>Decodes <paramref name="text"/>; false when it is not base64url in its one canonical spelling.</summary>
    /// <param name="text">The text to decode; the empty text gives no octets.</param>
    /// <param name="octets">The decoded octets, or null.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? octets)
    {
        octets = null;
        if (!IsWellFormed(text))
        {
            return false;
        }

        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        // The framework's decoder refuses unused bits that are set; padding and white space are refused above.
        if (Base64Url.DecodeFromChars(text, buffer, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        octets = written == buffer.Length ? buffer : buffer[..written];
        return true;
    }

    /// <summary>Decodes <paramref name="text"/> into a destination that it must fill exactly; false otherwise, and never an exception.</summary>
    /// <param name="text">The text to decode.</param>
    /// <param name="destination">As long as the octets must be.</param>
    public static bool TryDecodeExactly(ReadOnlySpan<char> text, Span<byte> destination) =>
        IsWellFormed(text)
        && Base64Url.DecodeFromChars(text, destination, out _, out var written) == OperationStatus.Done
        && written == destination.Length;

    private static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.Length % 4 != 1 && text.IndexOfAnyExcept(Alphabet) < 0;
}
