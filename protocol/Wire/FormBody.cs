using System.Text;

namespace Eudiplo.Protocol.Wire;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> bodies strictly: a repeated parameter, a broken escape or bytes that are not UTF-8 are
/// refused (RFC 6749, section 3.2 and appendix B), where the framework's reader would take them.
/// </summary>
public static class FormBody
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a body.</summary>
    public static ReadResult Read(ReadOnlySpan<byte> body, ParameterLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'&');
            var pair = end < 0 ? body : body[..end];
            body = end < 0 ? [] : body[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            if (Decode(equals < 0 ? pair : pair[..equals]) is not { } name
                || Decode(equals < 0 ? [] : pair[(equals + 1)..]) is not { } value)
            {
                return ReadResult.Refused("The form is not percent-encoded UTF-8.");
            }

            if (name.Length > limits.MaxNameLength || value.Length > limits.MaxValueLength)
            {
                return ReadResult.Refused("A parameter is too long.");
            }

            if (!values.TryAdd(name, value))
            {
                return ReadResult.Refused("A parameter is repeated.");
            }

            if (values.Count > limits.MaxCount)
            {
                return ReadResult.Refused("There are too many parameters.");
            }
        }

        return new ReadResult(new RequestParameters(values), null);
    }

    private static string? Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return Text(encoded);
        }

        var decoded = encoded.Length <= 512 ? stackalloc byte[encoded.Length] : new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var b = encoded[i];
            if (b == '+')
            {
                b = (byte)' ';
            }
            else if (b == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1]) || !char.IsAsciiHexDigit((char)encoded[i + 2]))
                {
                    return null;
                }

                b = (byte)((HexValue(encoded[i + 1]) << 4) | HexValue(encoded[i + 2]));
                i += 2;
            }

            decoded[length++] = b;
        }

        return Text(decoded[..length]);
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static string? Text(ReadOnlySpan<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8) || utf8.Contains((byte)0))
        {
            return null;
        }

        return StrictUtf8.GetString(utf8);
    }
}
