using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Browser;

/// <summary>The link by which a wallet takes up a presentation request (OpenID4VP 1.0, section 5.7; HAIP 1.0, section 5.1).</summary>
internal static class PresentationLink
{
    private const string Scheme = "openid4vp://";

    /// <summary>The link.</summary>
    /// <param name="urls">The tenant's URLs.</param>
    /// <param name="session">The session.</param>
    /// <param name="secret">The link's secret, base64url.</param>
    public static SecretText Of(IssuerUrls urls, AuthSessionState session, string secret)
    {
        var requestUri = urls.PresentationRequest(Capability.Encode(session.Id, secret));
        return new SecretText($"{Scheme}?client_id={Uri.EscapeDataString(session.Presentation?.ClientId ?? string.Empty)}&request_uri={Uri.EscapeDataString(requestUri)}&request_uri_method=post");
    }
}
