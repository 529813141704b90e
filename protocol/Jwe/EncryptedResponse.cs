using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Protocol.Jwe;

/// <summary>Opens encrypted presentation responses (OpenID4VP 1.0 section 8.3): the parameter <c>response</c>.</summary>
public static class EncryptedResponse
{
    private const int MaxDepth = 64;

    /// <summary>Decrypts a response and reads its parameters.</summary>
    /// <param name="response">The compact JWE.</param>
    /// <param name="key">The key of this presentation step.</param>
    /// <param name="allowed">The content encryptions that the request offered.</param>
    /// <param name="limits">What the JWE may weigh.</param>
    /// <param name="error">Why it is refused.</param>
    /// <returns>
    /// What was encrypted, with a <c>vp_token</c> or the wallet's error; null when it is refused. A response inside a response is
    /// refused.
    /// </returns>
    public static OpenId4VpResponse? Open(
        string response, DecryptionKey key, JweEncryptions allowed, JweLimits limits, out JweError error)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (CompactJwe.Parse(response, limits, out error) is not { } jwe)
        {
            return null;
        }

        error = jwe.Decrypt(key, allowed, out byte[]? plaintext);
        if (error != JweError.None)
        {
            return null;
        }

        if (!StrictJson.TryParse(plaintext, out var json, MaxDepth)
            || OpenId4VpResponse.Parse(json) is not { EncryptedResponse: null } opened)
        {
            error = JweError.ContentMalformed;
            return null;
        }

        return opened;
    }
}
