using System.Text;
using System.Text.Json;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>
/// What a wallet calls that presents to a page: <c>GET</c> or <c>POST /{tenantId}/oid4vci/presentation/{link}</c>, the signed request (OpenID4VP 1.0, sections 5.7 and 5.10),
/// and <c>POST …/{link}/response</c>, its <c>response_uri</c> (sections 8.2 and 8.3.1).
/// </summary>
internal sealed class PresentationEndpoints(IGrainFactory grains, IOptions<GatewayLimits> limits)
{
    private const int MaxNonceLength = 512;

    private static readonly ProtocolError Unknown =
        new("invalid_request", "This presentation request is unknown, or is over.", StatusCodes.Status404NotFound);

    /// <summary>Gives the request.</summary>
    public Task RequestAsync(HttpContext context) => Find(context) is var (session, secret)
        ? GiveAsync(context, session, new FetchPresentationRequest(secret, null))
        : Answer.WriteAsync(context, Unknown);

    /// <summary>Gives the request to a wallet that posts what it can do, and a nonce to see again (OpenID4VP 1.0, section 5.10).</summary>
    public async Task PostedRequestAsync(HttpContext context)
    {
        if (Find(context) is not var (session, secret))
        {
            await Answer.WriteAsync(context, Unknown);
            return;
        }

        var (body, error) = await RequestBody.ReadAsync(context, limits.Value, acceptJson: false);
        var nonce = body?.Parameters["wallet_nonce"];
        if (nonce is { Length: > MaxNonceLength })
        {
            error = new ProtocolError("invalid_request", "wallet_nonce is too long.");
        }
        else if (body?.Parameters["wallet_metadata"] is { } metadata && !(StrictJson.TryParse(metadata, out var json, maxDepth: 12) && json.ValueKind == JsonValueKind.Object))
        {
            // What it says changes nothing: there is one way in which this is asked, and every wallet of HAIP can answer it.
            error = new ProtocolError("invalid_request", "wallet_metadata is no JSON object.");
        }

        await (error is not null ? Answer.WriteAsync(context, error) : GiveAsync(context, session, new FetchPresentationRequest(secret, nonce)));
    }

    private static async Task GiveAsync(HttpContext context, IAuthSessionGrain session, FetchPresentationRequest command)
    {
        var reply = await GrainCalls.RepeatAsync(() => session.FetchPresentationRequestAsync(command), context.RequestAborted);
        if (reply.Error is { } error)
        {
            await Answer.WriteAsync(context, error);
            return;
        }

        var jwt = Encoding.ASCII.GetBytes(reply.RequestObject!);
        context.Response.ContentType = "application/oauth-authz-req+jwt";
        context.Response.ContentLength = jwt.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(jwt, context.RequestAborted);
    }

    /// <summary>Takes the answer.</summary>
    public async Task ResponseAsync(HttpContext context)
    {
        if (Find(context) is not var (session, secret))
        {
            await Answer.WriteAsync(context, Unknown);
            return;
        }

        var (body, unreadable) = await RequestBody.ReadAsync(context, limits.Value, acceptJson: false);
        if (unreadable is not null)
        {
            await Answer.WriteAsync(context, unreadable);
            return;
        }

        var answer = new PostPresentation(secret, new SecretText(Text(body!.Parameters)));
        var reply = await GrainCalls.RepeatAsync(() => session.PostPresentationAsync(answer), context.RequestAborted);
        await (reply.Error is { } error
            ? Answer.WriteAsync(context, error)
            : Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                if (reply.RedirectUri is { } redirectUri)
                {
                    json.WriteString("redirect_uri", redirectUri.Value);
                }

                json.WriteEndObject();
            }));
    }

    /// <summary>The answer in the form in which wallets send it elsewhere: one JSON object.</summary>
    private static string Text(RequestParameters parameters) => Json.WriteText(json =>
    {
        json.WriteStartObject();
        foreach (var name in (ReadOnlySpan<string>)["response", "error", "error_description"])
        {
            if (parameters[name] is { } value)
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
    });

    private (IAuthSessionGrain Session, SecretText Secret)? Find(HttpContext context)
    {
        var values = context.Request.RouteValues;
        var tenantId = (string)values["tenantId"]!;
        return GrainKey.IsTenantId(tenantId) && Capability.TryDecode((string?)values["link"], out var id, out var secret)
            ? (grains.GetGrain<IAuthSessionGrain>(new GrainKey(tenantId, id).ToString()), new SecretText(secret))
            : null;
    }
}
