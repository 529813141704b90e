using System.Security.Cryptography;
using System.Text;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Dpop;

/// <summary>A DPoP proof that passed every check but the one for replay, which needs memory: that one is the caller's.</summary>
/// <param name="Key">The client's key.</param>
/// <param name="TokenId"><c>jti</c>.</param>
/// <param name="IssuedAt"><c>iat</c>.</param>
/// <param name="ExpiresAt">When the proof would be refused for its age: until then the replay cache must know it.</param>
/// <param name="Nonce">The state of its nonce; <see cref="DpopNonceState.NotAsked"/> when the server asks for none.</param>
public sealed record DpopProof(Jwk Key, string TokenId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DpopNonceState Nonce)
{
    /// <summary>The <c>jkt</c>: RFC 7638 thumbprint with SHA-256, base64url.</summary>
    public string Thumbprint => Key.Thumbprint;

    /// <summary>
    /// The name of this proof in a replay cache: 43 characters that depend on key and <c>jti</c>, so that one client cannot use up
    /// another's identifiers, and that cost the same however long the <c>jti</c> is.
    /// </summary>
    public string ReplayKey { get; } =
        StrictBase64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{Key.Thumbprint}.{TokenId}")));
}
