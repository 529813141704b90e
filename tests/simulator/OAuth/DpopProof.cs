using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.Jose;
using Eudiplo.WalletSimulator.Keys;

namespace Eudiplo.WalletSimulator.OAuth;

/// <summary>Makes DPoP proofs (RFC 9449, section 4.2).</summary>
/// <param name="key">The key that tokens are bound to.</param>
/// <param name="clock">Where `iat` comes from.</param>
public sealed class DpopProof(EcKey key, TimeProvider clock)
{
    /// <summary>The thumbprint of the key: the value of `dpop_jkt` and of `cnf.jkt`.</summary>
    public string Thumbprint => key.Thumbprint;

    /// <summary>A proof for one request.</summary>
    /// <param name="method">HTTP method, upper case.</param>
    /// <param name="uri">The request's URI; query and fragment are cut off.</param>
    /// <param name="nonce">The server's latest `DPoP-Nonce`, when it sent one.</param>
    /// <param name="accessToken">The access token that goes with the request, for `ath`.</param>
    /// <param name="adjust">Changes header and payload before signing, for negative tests.</param>
    public string Create(
        string method, Uri uri, string? nonce = null, string? accessToken = null, Action<JsonObject, JsonObject>? adjust = null)
    {
        var header = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = "ES256", ["jwk"] = key.PublicJwk() };
        var payload = new JsonObject
        {
            ["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ["htm"] = method,
            ["htu"] = uri.GetLeftPart(UriPartial.Path),
            ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (nonce is not null)
        {
            payload["nonce"] = nonce;
        }

        if (accessToken is not null)
        {
            payload["ath"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }

        adjust?.Invoke(header, payload);
        return CompactJws.Sign(header, payload, key);
    }
}
