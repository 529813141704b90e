using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Eudiplo.WalletSimulator.OAuth;

/// <summary>A PKCE pair of RFC 7636 with the method S256.</summary>
/// <param name="Verifier">The secret: 43 characters of base64url, 256 bits.</param>
/// <param name="Challenge">SHA-256 of the verifier's ASCII form, base64url.</param>
public sealed record Pkce(string Verifier, string Challenge)
{
    /// <summary>A fresh random pair.</summary>
    public static Pkce Generate() => FromVerifier(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    /// <summary>The pair of a given verifier.</summary>
    public static Pkce FromVerifier(string verifier) =>
        new(verifier, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
}
