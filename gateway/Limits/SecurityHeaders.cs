namespace Eudiplo.Gateway.Limits;

/// <summary>The headers that every answer has, whatever it is. Pages that need to do more say so themselves.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>Sets them before anything is written.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        Set(context.Response);
        return next(context);
    }

    /// <summary>Sets them.</summary>
    public static void Set(HttpResponse response)
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
