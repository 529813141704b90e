using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Capabilities;

/// <summary>
/// The form of every opaque value that Eudiplo hands out and takes back (auth_session, code, access token, request_uri):
/// <c>base64url(id ‖ secret)</c>. The id finds the grain; only a hash of the secret is stored.
/// </summary>
public static class Capability
{
    /// <summary>The length of the id, in bytes: a UUID in network order.</summary>
    public const int IdLength = 16;

    /// <summary>The length of a secret, in bytes.</summary>
    public const int SecretLength = 32;

    private const int TextLength = (IdLength + SecretLength) / 3 * 4;

    /// <summary>Makes the text of an id and a secret of <see cref="SecretLength"/> bytes.</summary>
    public static string Encode(Guid id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretLength);
        Span<byte> bytes = stackalloc byte[IdLength + SecretLength];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        secret.CopyTo(bytes[IdLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Makes the text of an id and a secret in base64url.</summary>
    /// <exception cref="FormatException">The secret is not one of <see cref="SecretLength"/> bytes.</exception>
    public static string Encode(Guid id, string secret) => Encode(id, Base64Url.DecodeFromChars(secret));

    /// <summary>Takes a text apart. The length divides by three, so each value has one text only.</summary>
    /// <param name="text">What a client sent.</param>
    /// <param name="id">The id.</param>
    /// <param name="secret">The secret, still in base64url.</param>
    public static bool TryDecode(string? text, out Guid id, [NotNullWhen(true)] out string? secret)
    {
        id = default;
        secret = null;
        Span<byte> bytes = stackalloc byte[IdLength + SecretLength];
        if (text is not { Length: TextLength } || !StrictBase64Url.TryDecodeExactly(text, bytes))
        {
            return false;
        }

        id = new Guid(bytes[..IdLength], bigEndian: true);
        secret = Base64Url.EncodeToString(bytes[IdLength..]);
        return true;
    }
}
