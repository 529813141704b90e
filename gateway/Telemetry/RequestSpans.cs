using System.Diagnostics;
using System.Globalization;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Telemetry;
using Eudiplo.Silo.Telemetry;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Telemetry;

/// <summary>
/// The span of a request, named by its method and route. Never by its path and query, which hold session ids and request URIs; that is why
/// the web server's own span is not exported.
/// </summary>
internal sealed class RequestSpans(RequestDelegate next, IOptions<TelemetryOptions> options)
{
    private static readonly string[] Methods = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"];

    private readonly bool _acceptTraceParent = options.Value.AcceptTraceParent;

    /// <summary>Runs the rest of the pipeline within a span.</summary>
    public Task InvokeAsync(HttpContext context) =>
        Tracing.Source.HasListeners() && !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
            ? TraceAsync(context)
            : next(context);

    private async Task TraceAsync(HttpContext context)
    {
        var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "_OTHER";
        var caller = Caller(context.Request);

        // The server's own span is not exported: a child of it would have no parent where it arrives.
        Activity.Current = null;
        using var span = Tracing.Source.StartActivity(method, ActivityKind.Server, caller);
        await next(context);
        if (span is not null)
        {
            Describe(span, method, context);
        }
    }

    private ActivityContext Caller(HttpRequest request) =>
        _acceptTraceParent
        && ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var caller)
            ? caller
            : default;

    private static void Describe(Activity span, string method, HttpContext context)
    {
        var status = context.Response.StatusCode;
        span.SetTag("http.request.method", method);
        span.SetTag("http.response.status_code", status);
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.DisplayName = $"{method} {route}";
            span.SetTag("http.route", route);
        }

        if (context.Request.RouteValues["tenantId"] is string tenant && GrainKey.IsTenantId(tenant))
        {
            span.SetTag("eudiplo.tenant", tenant);
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag("error.type", status.ToString(CultureInfo.InvariantCulture));
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
