using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Dpop;

/// <summary>
/// Nonces that need no memory (RFC 9449 section 8): a nonce is the number of a time window and a MAC over it, so every node with
/// the same keys knows the nonces of the others. Who does not have the keys cannot make one ahead of its time, which is all that
/// a DPoP nonce has to achieve; replay is prevented by <c>jti</c>. Immutable, for all threads.
/// </summary>
public sealed class DpopNonces
{
    /// <summary>The shortest key in octets.</summary>
    public const int MinKeyLength = 32;

    private const int NumberLength = 8;
    private const int MacLength = 16;
    private readonly byte[][] _keys;
    private readonly byte[] _context;
    private readonly TimeSpan _window;

    /// <summary>Makes nonces of keys.</summary>
    /// <param name="keys">
    /// The keys, each of at least 32 octets; the first one makes nonces, all of them check. To rotate, put a new key first and take the
    /// old one away when two windows have passed.
    /// </param>
    /// <param name="context">What the nonces are for, for instance the tenant: those of another context are not accepted.</param>
    /// <param name="window">
    /// The length of a window, at least a second. A nonce is good in its own window and in the next one: for at least one length and at
    /// most two.
    /// </param>
    public DpopNonces(IReadOnlyList<byte[]> keys, string context, TimeSpan window)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.FromSeconds(1));
        if (keys.Count == 0 || keys.Any(key => key.Length < MinKeyLength))
        {
            throw new ArgumentException($"At least one key of at least {MinKeyLength} octets is needed.", nameof(keys));
        }

        _keys = [.. keys.Select(key => (byte[])key.Clone())];
        _context = Encoding.UTF8.GetBytes($"eudiplo dpop-nonce {context}");
        _window = window;
    }

    /// <summary>The nonce of this moment's window.</summary>
    public string Issue(DateTimeOffset now)
    {
        Span<byte> nonce = stackalloc byte[NumberLength + MacLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce, Number(now));
        WriteMac(_keys[0], nonce[..NumberLength], nonce[NumberLength..]);
        return StrictBase64Url.Encode(nonce);
    }

    /// <summary>How good a nonce is at this moment.</summary>
    public DpopNonceState Check(string nonce, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(nonce);
        if (nonce.Length != Base64Url.GetEncodedLength(NumberLength + MacLength)
            || !StrictBase64Url.TryDecode(nonce, out byte[]? octets))
        {
            return DpopNonceState.Invalid;
        }

        // One window ahead, too: another node's clock may be in the next one already.
        long age = unchecked(Number(now) - BinaryPrimitives.ReadInt64BigEndian(octets));
        if (age is < -1 or > 1)
        {
            return DpopNonceState.Invalid;
        }

        Span<byte> mac = stackalloc byte[MacLength];
        foreach (byte[] key in _keys)
        {
            WriteMac(key, octets.AsSpan(0, NumberLength), mac);
            if (CryptographicOperations.FixedTimeEquals(mac, octets.AsSpan(NumberLength)))
            {
                return age > 0 || !ReferenceEquals(key, _keys[0]) ? DpopNonceState.Aging : DpopNonceState.Fresh;
            }
        }

        return DpopNonceState.Invalid;
    }

    private long Number(DateTimeOffset now) => now.UtcTicks / _window.Ticks;

    private void WriteMac(byte[] key, ReadOnlySpan<byte> number, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        byte[] text = new byte[NumberLength + _context.Length];
        number.CopyTo(text);
        _context.CopyTo(text, NumberLength);
        HMACSHA256.HashData(key, text, whole);
        whole[..MacLength].CopyTo(mac);
    }
}
