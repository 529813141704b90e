using System.Buffers.Text;
using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Pages;

/// <summary>
/// The cookie that a browser is known by: 256 random bits, the same for all sessions of the browser, gone when it closes. Over https its
/// name says <c>__Host-</c>, so that no other host can have set it. A server that is reached by plain http (on this machine, for trying) cannot
/// use that name: browsers keep it for secure origins.
/// </summary>
internal sealed class BrowserCookie(IOptions<IssuerOptions> issuer)
{
    private readonly bool _secure = issuer.Value.PublicUrl!.Scheme == Uri.UriSchemeHttps;

    private string Name => _secure ? "__Host-eudiplo" : "eudiplo-browser";

    /// <summary>The secret of a request's browser; null when it has none.</summary>
    public SecretText? Read(HttpRequest request) =>
        request.Cookies.TryGetValue(Name, out var value) && CapabilitySecret.Hash(value) is not null ? new SecretText(value!) : null;

    /// <summary>A secret for a browser that has none.</summary>
    public static SecretText New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Capability.SecretLength)));

    /// <summary>Gives a browser its secret.</summary>
    public void Write(HttpResponse response, SecretText secret) => response.Cookies.Append(
        Name, secret.Value, new CookieOptions { Path = "/", HttpOnly = true, Secure = _secure, SameSite = SameSiteMode.Lax, IsEssential = true });
}
