using Eudiplo.Protocol.Mdoc;

namespace Eudiplo.Protocol.PresentationRequests;

/// <summary>
/// What proofs of holder binding must be bound to, for presentations at the endpoint that issues: the "Interactive Authorization
/// Binding" of each format profile of OID4VCI 1.1.
/// </summary>
public static class PresentationBinding
{
    /// <summary>
    /// The audiences of which a key binding JWT names exactly one: prefix and origin of the endpoint, or prefix and the endpoint's whole
    /// URL. The text of the specification says the first, its examples and some wallets the second (OID4VCI issue 698); both name
    /// this endpoint and no other server. The prefix of another dialect is not accepted.
    /// </summary>
    /// <param name="mode">A response mode of the session's dialect; not <c>direct_post</c>.</param>
    /// <param name="endpoint">The URL of the endpoint, as the metadata has it.</param>
    /// <exception cref="ArgumentException"><c>direct_post</c>: its audience is the client id of the request.</exception>
    public static IReadOnlyList<string> KeyBindingAudiences(ResponseMode mode, string endpoint)
    {
        string prefix = mode.AudiencePrefix();
        if (prefix.Length == 0)
        {
            throw new ArgumentException("The audience of direct_post is the client id.", nameof(mode));
        }

        return [prefix + Origin(endpoint), prefix + endpoint];
    }

    /// <summary>
    /// The origin of a URL in the ASCII form of RFC 6454 section 6.2: scheme, host, and the port where it is not the scheme's own.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="url"/> is no absolute http or https URL.</exception>
    public static string Origin(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("https" or "http"))
        {
            throw new ArgumentException("Not an absolute http or https URL.", nameof(url));
        }

        string host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }

    /// <summary>The mdoc transcript of a presentation at the endpoint that issues; the endpoint stands in it without a prefix.</summary>
    /// <param name="endpoint">The URL of the endpoint, as the metadata has it.</param>
    /// <param name="nonce">The <c>nonce</c> of the request.</param>
    /// <param name="encryptionKeyThumbprint">
    /// The 32 octets of the RFC 7638 thumbprint of the key that the response is encrypted to; null for modes without encryption.
    /// </param>
    public static byte[] MdocTranscript(string endpoint, string nonce, ReadOnlyMemory<byte>? encryptionKeyThumbprint) =>
        SessionTranscript.ForInteractiveAuthorization(endpoint, nonce, encryptionKeyThumbprint);
}
