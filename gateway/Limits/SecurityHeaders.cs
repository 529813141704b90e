using Eudiplo.Grains.Tenants;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Limits;

/// <summary>The headers that every answer has, whatever it is. Pages that need to do more say so themselves.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<IssuerOptions> issuer)
{
    /// <summary>
    /// That the host is to be asked over TLS alone, for a year (RFC 6797); not on another port than that of TLS, for it would be said of all
    /// ports of the host.
    /// </summary>
    private readonly string? _transport =
        issuer.Value.PublicUrl is { IsDefaultPort: true } url && url.Scheme == Uri.UriSchemeHttps ? "max-age=31536000" : null;

    /// <summary>Sets them before anything is written.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        Set(context.Response);
        context.Response.Headers.StrictTransportSecurity = _transport;
        return next(context);
    }

    /// <summary>Takes away what was begun of an answer, but for them.</summary>
    public static void Reset(HttpResponse response)
    {
        var transport = response.Headers.StrictTransportSecurity;
        response.Clear();
        Set(response);
        response.Headers.StrictTransportSecurity = transport;
    }

    private static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";

        // What is answered to one web origin may be closed to another, and a cache between must not mix them up.
        headers.Vary = "Origin";
    }
}
