using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Load.Proofs;

/// <summary>One wallet's DPoP proofs (RFC 9449), each signed for its request, and the server's newest nonce.</summary>
/// <param name="key">The wallet's key.</param>
public sealed class DpopProofs(EcKey key)
{
    private readonly Es256Jwt _jwt = new(
        key, Encoding.UTF8.GetBytes($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{key.PublicJwk().ToJsonString()}}}"""));

    private byte[] _header = new byte[1024];
    private byte[] _nonce = [];

    /// <summary>Keeps the nonce that a reply brought.</summary>
    /// <param name="nonce">The value of `DPoP-Nonce`; empty when the reply had none.</param>
    public void Keep(ReadOnlySpan<byte> nonce)
    {
        if (!nonce.IsEmpty && !nonce.SequenceEqual(_nonce))
        {
            _nonce = nonce.ToArray();
        }
    }

    /// <summary>The header line of a request, CRLF included.</summary>
    /// <param name="method">The method, in capitals.</param>
    /// <param name="address">The endpoint as the server names it.</param>
    /// <param name="accessToken">The token that goes with the request, for `ath`; empty: none.</param>
    public ReadOnlyMemory<byte> Line(ReadOnlySpan<byte> method, Uri address, ReadOnlySpan<byte> accessToken)
    {
        _jwt.Begin();
        _jwt.Append("{\"jti\":\""u8);
        _jwt.AppendUnique();
        _jwt.Append("\",\"htm\":\""u8);
        _jwt.Append(method);
        _jwt.Append("\",\"htu\":\""u8);
        _jwt.Append(Encoding.ASCII.GetBytes(address.GetLeftPart(UriPartial.Path)));
        _jwt.Append("\",\"iat\":"u8);
        _jwt.Append(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        if (_nonce.Length > 0)
        {
            _jwt.Append(",\"nonce\":\""u8);
            _jwt.Append(_nonce);
            _jwt.Append("\""u8);
        }

        if (!accessToken.IsEmpty)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            Span<byte> text = stackalloc byte[43];
            SHA256.HashData(accessToken, hash);
            Base64Url.EncodeToUtf8(hash, text);
            _jwt.Append(",\"ath\":\""u8);
            _jwt.Append(text);
            _jwt.Append("\""u8);
        }

        _jwt.Append("}"u8);
        var jwt = _jwt.Sign().Span;
        if (_header.Length < jwt.Length + 8)
        {
            _header = new byte[jwt.Length * 2];
        }

        "DPoP: "u8.CopyTo(_header);
        jwt.CopyTo(_header.AsSpan(6));
        "\r\n"u8.CopyTo(_header.AsSpan(6 + jwt.Length));
        return _header.AsMemory(0, jwt.Length + 8);
    }
}
