using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Pkce;

/// <summary>
/// Proof Key for Code Exchange (RFC 7636) with the method <c>S256</c>, the only one: <c>plain</c> would hand the secret out with
/// the request.
/// </summary>
public static class PkceS256
{
    /// <summary>The value of <c>code_challenge_method</c>.</summary>
    public const string Method = "S256";

    private const int ChallengeLength = 43;

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Whether a text is a <c>code_verifier</c>: 43 to 128 unreserved characters (section 4.1).</summary>
    public static bool IsVerifier(string? text) =>
        text is { Length: >= 43 and <= 128 } && text.AsSpan().IndexOfAnyExcept(Unreserved) < 0;

    /// <summary>Whether a text is an S256 <c>code_challenge</c>: 32 octets in base64url (section 4.2).</summary>
    public static bool IsChallenge(string? text) =>
        text is { Length: ChallengeLength } && StrictBase64Url.TryDecode(text, out _);

    /// <summary>The challenge of a verifier.</summary>
    public static string Challenge(string verifier) => StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>
    /// Whether <paramref name="verifier"/> is the one of <paramref name="challenge"/>; compared in constant time. False for
    /// everything that is no verifier or no challenge.
    /// </summary>
    public static bool Verify(string? verifier, string? challenge) =>
        IsVerifier(verifier)
        && IsChallenge(challenge)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Challenge(verifier!)), Encoding.ASCII.GetBytes(challenge!));
}
