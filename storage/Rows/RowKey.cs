using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.Storage.Rows;

/// <summary>The limits of the texts that identify a row, the same over both databases.</summary>
internal static class RowKey
{
    /// <summary>The longest kind, tenant, status, client, group or key, in bytes of UTF-8.</summary>
    public const int MaxBytes = 512;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether both databases can hold this text: no NUL, no lone surrogate, not too long.</summary>
    public static bool IsStorable(string text)
    {
        if (text.Length == 0 || text.Length > MaxBytes || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            return Strict.GetByteCount(text) <= MaxBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Tells a row in a message without telling its key.</summary>
    public static string Fingerprint(string kind, string key) =>
        $"{kind} #{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4))}";
}
