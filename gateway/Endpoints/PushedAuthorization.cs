using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>The pushed authorization request endpoint, <c>POST /{tenantId}/oid4vci/par</c> (RFC 9126).</summary>
internal sealed class PushedAuthorization(IGrainFactory grains, ClientRequests requests, TimeProvider clock)
{
    /// <summary>Pushed requests.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (await requests.ReadAsync(context, static urls => urls.PushedAuthorization) is not { Parameters: var parameters } pushed)
        {
            return;
        }

        if (parameters.Contains("request_uri"))
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "request_uri has no place in a pushed request (RFC 9126, section 2.1)."));
            return;
        }

        var request = InitialRequest.Read(parameters, pushed.Credentials, InteractiveDialect.Bare, DialectTypes.Bare) with
        {
            DpopThumbprint = pushed.DpopKey?.Thumbprint,
            DpopJwk = pushed.DpopKey?.ToJson(),
        };
        var reply = await GrainCalls.RepeatAsync(
            () => grains.GetGrain<IAuthSessionGrain>(new GrainKey(pushed.TenantId, Guid.CreateVersion7(clock.GetUtcNow())).ToString()).PushAsync(request),
            context.RequestAborted);
        await (reply.Error is { } error
            ? Answer.WriteAsync(context, error)
            : Answer.WriteAsync(context, StatusCodes.Status201Created, json =>
            {
                json.WriteStartObject();
                json.WriteString("request_uri", reply.RequestUri!.Value);
                json.WriteNumber("expires_in", reply.ExpiresIn);
                json.WriteEndObject();
            }));
    }
}
