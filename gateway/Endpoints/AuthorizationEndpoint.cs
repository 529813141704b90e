using Eudiplo.Gateway.Pages;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>
/// The front channel: <c>GET /{tenantId}/oid4vci/authorize?client_id&amp;request_uri</c> (RFC 9126, section 4), where the wallet's browser begins a
/// web step, and <c>GET …/authorize/return?ticket</c>, where it comes back from the tenant's page. An error is shown, never redirected.
/// </summary>
internal sealed class AuthorizationEndpoint(IGrainFactory grains, BrowserCookie cookie)
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";
    private const string CookieWasSet = "cookie";

    private static readonly ProtocolError Ahead =
        new("temporarily_unavailable", "Pages are opened by their user, not ahead of time.", StatusCodes.Status503ServiceUnavailable);

    private static readonly ProtocolError NoCookies =
        new(BrowserPages.CookiesNeeded, "The browser did not bring back the cookie that it was given.");

    /// <summary>Sends the browser on to the page of the web step, and remembers which browser it was.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var query = context.Request.Query;
        var (clientId, requestUri) = (query["client_id"], query["request_uri"]);
        if (Refused(context, tenantId) is { } refused)
        {
            await BrowserPages.WriteErrorAsync(context, refused);
        }
        else if (clientId.Count != 1 || requestUri.Count != 1)
        {
            await BrowserPages.WriteErrorAsync(context, new ProtocolError("invalid_request", "client_id and request_uri are needed, each once."));
        }
        else if (requestUri[0]?.StartsWith(Prefix, StringComparison.Ordinal) != true
            || !Capability.TryDecode(requestUri[0]![Prefix.Length..], out var id, out var secret))
        {
            await BrowserPages.WriteErrorAsync(context, new ProtocolError("invalid_request_uri", "The request_uri is not one that was handed out here."));
        }
        else
        {
            var known = cookie.Read(context.Request);
            var browser = known ?? BrowserCookie.New();
            var command = new OpenBrowser(clientId[0], new SecretText(secret), browser) { OnlyLooks = known is null };
            var reply = await GrainCalls.RetryLostRaceAsync(() => Session(tenantId, id).OpenBrowserAsync(command));
            if (known is null && reply.Error is null)
            {
                await GiveCookieAsync(context, browser);
            }
            else
            {
                await BrowserPages.WriteAsync(context, reply);
            }
        }
    }

    /// <summary>
    /// A request_uri is bound to the first browser that brings a cookie back, not to the first request: chat programs and scanners open links
    /// to show or to judge them, and must not use up what was meant for the user.
    /// </summary>
    private Task GiveCookieAsync(HttpContext context, SecretText browser)
    {
        cookie.Write(context.Response, browser);
        return context.Request.Query.ContainsKey(CookieWasSet)
            ? BrowserPages.WriteErrorAsync(context, NoCookies)
            : BrowserPages.AgainAsync(context, CookieWasSet);
    }

    /// <summary>Takes the browser back, and sends it on to the wallet.</summary>
    public async Task ReturnAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var ticket = context.Request.Query["ticket"];
        if (Refused(context, tenantId) is { } refused)
        {
            await BrowserPages.WriteErrorAsync(context, refused);
        }
        else if (ticket.Count != 1 || !Capability.TryDecode(ticket[0], out var id, out var secret))
        {
            await BrowserPages.WriteErrorAsync(context, new ProtocolError("invalid_request", "One ticket is needed, as it was handed out here."));
        }
        else
        {
            var command = new ReturnBrowser(new SecretText(secret), cookie.Read(context.Request));
            await BrowserPages.WriteAsync(context, await GrainCalls.RetryLostRaceAsync(() => Session(tenantId, id).ReturnBrowserAsync(command)));
        }
    }

    /// <summary>The page of a presentation, <c>GET …/authorize/page/{session}</c>: the session's id says which, the browser's cookie whose.</summary>
    public async Task PageAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var code = context.Request.Query["response_code"];
        if (Refused(context, tenantId) is { } refused)
        {
            await BrowserPages.WriteErrorAsync(context, refused);
        }
        else if (!Guid.TryParseExact((string?)context.Request.RouteValues["session"], "D", out var id) || code.Count > 1)
        {
            await BrowserPages.WriteErrorAsync(context, new ProtocolError("invalid_request", "This page is none that was handed out here."));
        }
        else
        {
            var secret = Capability.TryDecode(code.Count == 1 ? code[0] : null, out var of, out var text) && of == id ? text : null;
            var command = new ShowPage(cookie.Read(context.Request), SecretText.Of(secret));
            await BrowserPages.WriteAsync(context, await GrainCalls.RetryLostRaceAsync(() => Session(tenantId, id).ShowPageAsync(command)));
        }
    }

    private static ProtocolError? Refused(HttpContext context, string tenantId) =>
        FetchedAhead.Is(context.Request) ? Ahead : GrainKey.IsTenantId(tenantId) ? null : Refusals.UnknownTenant;

    private IAuthSessionGrain Session(string tenantId, Guid id) => grains.GetGrain<IAuthSessionGrain>(new GrainKey(tenantId, id).ToString());
}
