using System.Buffers.Text;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>The session id inside of an `auth_session`: its first 16 bytes, a UUID in network order.</summary>
public static class AuthSessionId
{
    /// <summary>Reads the session id; null when the text has another form.</summary>
    public static Guid? Of(string? authSession)
    {
        Span<byte> bytes = stackalloc byte[256];
        return authSession is { Length: > 0 and <= 256 }
            && Base64Url.IsValid(authSession)
            && Base64Url.TryDecodeFromChars(authSession, bytes, out var length)
            && length > 16
                ? new Guid(bytes[..16], bigEndian: true)
                : null;
    }
}
