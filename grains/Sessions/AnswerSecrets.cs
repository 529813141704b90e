using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Sessions;

/// <summary>
/// The secrets of one answer, derived from the digest of the request that is answered and a stored salt. The digest is as secret as the
/// request (it covers the last <c>auth_session</c> or the <c>code_verifier</c>) and is not stored, so the database alone gives no secret
/// away; and whoever sends the same request again gets the same answer again.
/// </summary>
public sealed class AnswerSecrets
{
    private static readonly byte[] ReplayLabel = "eudiplo.replay"u8.ToArray();

    private readonly byte[] _digest;
    private readonly byte[] _salt;

    private AnswerSecrets(byte[] digest, byte[] salt)
    {
        _digest = digest;
        _salt = salt;
    }

    /// <summary>The salt to store with the answer.</summary>
    public byte[] Salt => _salt;

    /// <summary>The hash to store of the request.</summary>
    public byte[] RequestHash => HashOf(_digest);

    /// <summary>The secrets of a new answer to a request.</summary>
    public static AnswerSecrets New(byte[] requestDigest) => new(requestDigest, RandomNumberGenerator.GetBytes(32));

    /// <summary>The secrets of a first answer, which no request can ask for again.</summary>
    public static AnswerSecrets First() => New(RandomNumberGenerator.GetBytes(32));

    /// <summary>The secrets of an answer that was given before; null when the request is not the one that got it.</summary>
    public static AnswerSecrets? Again(byte[] requestDigest, byte[]? storedHash, byte[]? storedSalt) =>
        storedSalt is not null && IsOf(requestDigest, storedHash)
            ? new AnswerSecrets(requestDigest, storedSalt)
            : null;

    /// <summary>A secret of this answer, base64url.</summary>
    /// <param name="purpose">What the secret is for; each purpose has its own.</param>
    public string Derive(string purpose)
    {
        Span<byte> data = stackalloc byte[128];
        _salt.CopyTo(data);
        var length = _salt.Length + Encoding.ASCII.GetBytes(purpose, data[_salt.Length..]);
        Span<byte> secret = stackalloc byte[Capability.SecretLength];
        HMACSHA256.HashData(_digest, data[..length], secret);
        return Base64Url.EncodeToString(secret);
    }

    /// <summary>Whether a request is the one whose hash is stored.</summary>
    public static bool IsOf(byte[]? requestDigest, byte[]? storedHash) =>
        requestDigest is not null && storedHash is not null && CryptographicOperations.FixedTimeEquals(HashOf(requestDigest), storedHash);

    /// <summary>The hash to store of a request.</summary>
    public static byte[] HashOf(byte[] digest) => HMACSHA256.HashData(ReplayLabel, digest);
}
