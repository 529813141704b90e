using Eudiplo.Gateway.Dpop;
using Eudiplo.Gateway.Limits;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Protocol.Dialects;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>The pushed authorization request endpoint, <c>POST /{tenantId}/oid4vci/par</c> (RFC 9126).</summary>
internal sealed class PushedAuthorization(
    IGrainFactory grains, DpopProofs proofs, AttestationChallenges challenges, ClientRates rates, NewKeys newKeys, IOptions<GatewayLimits> limits)
{
    /// <summary>Pushed requests.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (await ClientRequest.ReadAsync(context, limits.Value, challenges, rates) is not var (tenantId, parameters, credentials))
        {
            return;
        }

        if (parameters.Contains("request_uri"))
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "request_uri has no place in a pushed request (RFC 9126, section 2.1)."));
            return;
        }

        var (key, unproven) = await proofs.CheckAsync(context, tenantId, static urls => urls.PushedAuthorization);
        if (unproven is not null)
        {
            await Answer.WriteAsync(context, unproven);
            return;
        }

        var request = InitialRequest.Read(parameters, credentials, InteractiveDialect.Bare, DialectTypes.Bare) with
        {
            DpopThumbprint = key?.Thumbprint,
            DpopJwk = key?.ToJson(),
        };
        var reply = await GrainCalls.RepeatAsync(
            () => newKeys.UseAsync(StorageNames.Session, tenantId, key => grains.GetGrain<IAuthSessionGrain>(key).PushAsync(request)),
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
