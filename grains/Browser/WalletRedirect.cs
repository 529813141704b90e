using System.Text;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Grains.Browser;

/// <summary>
/// The way back to the wallet: its <c>redirect_uri</c>, which was checked when the session began, with the answer (RFC 6749 section 4.1.2,
/// OID4VCI 1.1 "Redirect to Web", RFC 9207).
/// </summary>
internal static class WalletRedirect
{
    /// <summary>
    /// Whether an answer may be sent there: an https URL, or a loopback one of an app on this machine (RFC 8252, sections 7.2 and 7.3). An
    /// app's own scheme may be claimed by another app, so nothing is sent to it: that wallet goes on at the endpoint.
    /// </summary>
    public static bool IsPossible(string? redirectUri) =>
        redirectUri is not null
        && redirectUri.All(c => c is >= '\x21' and <= '\x7e' and not '#')
        && Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>The URL with an answer.</summary>
    /// <param name="tenant">The tenant, which names itself as <c>iss</c>.</param>
    /// <param name="session">The session.</param>
    /// <param name="name"><c>code</c> or <c>auth_session</c>.</param>
    /// <param name="value">Its value.</param>
    public static string Url(TenantContext tenant, AuthSessionState session, string name, string value)
    {
        var url = new StringBuilder(session.RedirectUri);
        url.Append(session.RedirectUri!.Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        if (session.State is { } state)
        {
            url.Append("&state=").Append(Uri.EscapeDataString(state));
        }

        return url.Append("&iss=").Append(Uri.EscapeDataString(tenant.Urls.Issuer)).ToString();
    }
}
