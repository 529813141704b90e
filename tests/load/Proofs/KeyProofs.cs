using System.Text;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.Load.Proofs;

/// <summary>One wallet's key proofs for credential requests (OID4VCI, `jwt` proof type).</summary>
/// <param name="key">The key that the credential is bound to.</param>
/// <param name="issuer">The credential issuer identifier.</param>
public sealed class KeyProofs(EcKey key, string issuer)
{
    private readonly byte[] _audience = Encoding.UTF8.GetBytes($$"""{"aud":"{{issuer}}","iat":""");
    private readonly Es256Jwt _jwt = new(
        key, Encoding.UTF8.GetBytes($$"""{"typ":"openid4vci-proof+jwt","alg":"ES256","jwk":{{key.PublicJwk().ToJsonString()}}}"""));

    /// <summary>A proof for a nonce.</summary>
    /// <param name="nonce">The `c_nonce`; base64url or other characters that JSON does not escape.</param>
    public ReadOnlyMemory<byte> Sign(ReadOnlySpan<byte> nonce)
    {
        _jwt.Begin();
        _jwt.Append(_audience);
        _jwt.Append(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        _jwt.Append(",\"nonce\":\""u8);
        _jwt.Append(nonce);
        _jwt.Append("\"}"u8);
        return _jwt.Sign();
    }
}
