using System.Buffers.Text;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Load.Proofs;

/// <summary>
/// Signs one JWT after the other with one key and one header. The bytes of the newest one stay until the next; one thread at a time.
/// </summary>
/// <param name="key">The key.</param>
/// <param name="header">The header as JSON.</param>
public sealed class Es256Jwt(EcKey key, ReadOnlySpan<byte> header)
{
    private readonly byte[] _header = Base64Url.EncodeToUtf8(header);
    private byte[] _payload = new byte[1024];
    private byte[] _jwt = new byte[2048];
    private int _length;

    /// <summary>Forgets the payload of the last one.</summary>
    public void Begin() => _length = 0;

    /// <summary>Adds to the payload.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (_payload.Length - _length < bytes.Length)
        {
            Array.Resize(ref _payload, _payload.Length * 2);
        }

        bytes.CopyTo(_payload.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Adds a number to the payload.</summary>
    public void Append(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var count);
        Append(digits[..count]);
    }

    /// <summary>Adds an identifier that was never used before, 36 characters.</summary>
    public void AppendUnique()
    {
        Span<byte> id = stackalloc byte[36];
        Utf8Formatter.TryFormat(Guid.NewGuid(), id, out _);
        Append(id);
    }

    /// <summary>Signs the payload.</summary>
    /// <returns>The JWT in compact form.</returns>
    public ReadOnlyMemory<byte> Sign()
    {
        const int SignatureLength = 64;
        var needed = _header.Length + Base64Url.GetEncodedLength(_length) + Base64Url.GetEncodedLength(SignatureLength) + 2;
        if (_jwt.Length < needed)
        {
            _jwt = new byte[needed * 2];
        }

        var jwt = _jwt.AsSpan();
        _header.CopyTo(jwt);
        var end = _header.Length;
        jwt[end++] = (byte)'.';
        end += Base64Url.EncodeToUtf8(_payload.AsSpan(0, _length), jwt[end..]);
        Span<byte> signature = stackalloc byte[SignatureLength];
        key.TrySign(jwt[..end], signature, out _);
        jwt[end++] = (byte)'.';
        end += Base64Url.EncodeToUtf8(signature, jwt[end..]);
        return _jwt.AsMemory(0, end);
    }
}
