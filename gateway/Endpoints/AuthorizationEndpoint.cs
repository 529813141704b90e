using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Gateway.Wire;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>
/// The authorization endpoint, <c>GET /{tenantId}/oid4vci/authorize?client_id&amp;request_uri</c> (RFC 9126, section 4): where the wallet's
/// browser begins a web step. An error is shown, never redirected: nothing here has shown whose redirect URI it would be.
/// </summary>
internal sealed class AuthorizationEndpoint(IGrainFactory grains)
{
    private const string Prefix = "urn:ietf:params:oauth:request_uri:";

    /// <summary>Sends the browser on to the page of the web step.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var query = context.Request.Query;
        var (clientId, requestUri) = (query["client_id"], query["request_uri"]);
        if (!GrainKey.IsTenantId(tenantId))
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant);
        }
        else if (clientId.Count != 1 || requestUri.Count != 1)
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "client_id and request_uri are needed, each once."));
        }
        else if (requestUri[0]?.StartsWith(Prefix, StringComparison.Ordinal) != true
            || !Capability.TryDecode(requestUri[0]![Prefix.Length..], out var id, out var secret))
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request_uri", "The request_uri is not one that was handed out here."));
        }
        else
        {
            var session = grains.GetGrain<IAuthSessionGrain>(new GrainKey(tenantId, id).ToString());
            var reply = await GrainCalls.RepeatAsync(
                () => session.OpenBrowserAsync(new OpenBrowser(clientId[0], new SecretText(secret))), context.RequestAborted);
            if (reply.Error is { } error)
            {
                await Answer.WriteAsync(context, error);
                return;
            }

            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            context.Response.Redirect(reply.Location!);
        }
    }
}
