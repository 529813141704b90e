using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;

namespace Eudiplo.Gateway.Wire;

/// <summary>Reads the access token of a request to a protected resource (RFC 6750, section 2.1; RFC 9449, section 7.1).</summary>
internal static class AccessTokenHeader
{
    /// <summary>Reads a request; null when it carries no access token.</summary>
    public static PresentedAccessToken? Read(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ Length: > 0 } header] || header.Split(' ', 2) is not [var scheme, var rest])
        {
            return null;
        }

        var token = rest.Trim();
        var isDpop = scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase);
        return token.Length > 0 && (isDpop || scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            ? new PresentedAccessToken(new SecretText(token), isDpop, [.. request.Headers["DPoP"].Select(p => p ?? string.Empty)])
            : null;
    }

    /// <summary>Writes an authorization error (RFC 6750, section 3).</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">
    /// The error, of status 401 or 403; null when the request carried no token, and then nothing is said (section 3.1).
    /// </param>
    /// <param name="isDpop">Whether the scheme is <c>DPoP</c>.</param>
    public static Task RefuseAsync(HttpContext context, ProtocolError? error, bool isDpop)
    {
        var challenge = error is null ? string.Empty : $" error=\"{error.Code}\"";
        context.Response.Headers.WWWAuthenticate = error is null
            ? new string[] { "Bearer", "DPoP algs=\"ES256 ES384 ES512\"" }
            : isDpop ? $"DPoP algs=\"ES256 ES384 ES512\",{challenge}" : $"Bearer{challenge}";
        if (error is { Status: StatusCodes.Status403Forbidden })
        {
            return Answer.WriteAsync(context, error);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
