using System.Buffers;
using System.Buffers.Text;

namespace Eudiplo.Load.Wallets;

/// <summary>What is kept over the backend's confirmation of a web step, whose reply is not the wallet's.</summary>
public sealed class WebStep
{
    private readonly byte[] _authSession = new byte[512];
    private readonly byte[] _sessionId = new byte[36];
    private int _length;

    /// <summary>The session id as the placeholder of the web step's URL shows it.</summary>
    public ReadOnlyMemory<byte> SessionId => _sessionId;

    /// <summary>The wallet's `auth_session`.</summary>
    public ReadOnlySpan<byte> AuthSession => _authSession.AsSpan(0, _length);

    /// <summary>Keeps an `auth_session`: base64url of the 16 bytes of the session id, then a secret.</summary>
    /// <returns>False when it has another form.</returns>
    public bool TryKeep(ReadOnlySpan<byte> authSession)
    {
        if (authSession.Length is < 24 or > 512)
        {
            return false;
        }

        Span<byte> id = stackalloc byte[18];
        if (Base64Url.DecodeFromUtf8(authSession[..24], id, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        authSession.CopyTo(_authSession);
        _length = authSession.Length;
        return Utf8Formatter.TryFormat(new Guid(id[..16], bigEndian: true), _sessionId, out _);
    }
}
