using System.Collections.Frozen;
using System.Globalization;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Gateway.Wire;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>
/// The Interactive Authorization Endpoint, <c>POST /{tenantId}/oid4vci/authorize/interactive</c> (OID4VCI 1.1, "Interactive Authorization
/// Endpoint"), and the call by which a tenant's backend completes a web step.
/// </summary>
internal sealed class InteractiveAuthorization(IGrainFactory grains, ClientRequests requests, TimeProvider clock)
{
    private const int MaxKeyLength = 256;

    private static readonly FrozenSet<string> FollowUpParameters = FrozenSet.ToFrozenSet(
        ["auth_session", "openid4vp_response", "code_verifier", "client_id", "client_secret", "client_assertion", "client_assertion_type"],
        StringComparer.Ordinal);

    /// <summary>Initial and follow-up requests to the Interactive Authorization Endpoint.</summary>
    public Task HandleAsync(HttpContext context) => HandleAsync(context, InteractiveWires.Bare);

    /// <summary>
    /// Initial and intermediate requests to the authorization challenge endpoint, <c>POST /{tenantId}/oid4vci/authorize/challenge</c> (OAuth
    /// 2.0 for First-Party Applications, section 5).
    /// </summary>
    public Task ChallengeAsync(HttpContext context) => HandleAsync(context, InteractiveWires.FirstParty);

    private async Task HandleAsync(HttpContext context, IInteractiveWire endpoint)
    {
        if (await requests.ReadAsync(
                context,
                endpoint == InteractiveWires.FirstParty ? static urls => urls.AuthorizationChallenge : static urls => urls.InteractiveAuthorization,
                acceptJson: true) is not var (tenantId, body, credentials, key))
        {
            return;
        }

        var parameters = body.Parameters;
        if (!parameters.Contains("auth_session"))
        {
            var wire = InteractiveWires.OfInitial(endpoint, parameters);
            var request = wire.ReadInitial(parameters, credentials);
            if (key is not null)
            {
                request = request with { DpopThumbprint = key.Thumbprint, DpopJwk = key.ToJson() };
            }

            // Ids grow with time, so that new rows land side by side in the index. Each try begins a session of its own.
            await wire.WriteAsync(context, await GrainCalls.RepeatAsync(
                () => Session(new GrainKey(tenantId, Guid.CreateVersion7(clock.GetUtcNow()))).BeginAsync(request), context.RequestAborted));
        }
        else if (Capability.TryDecode(parameters["auth_session"], out var id, out var secret))
        {
            await ContinueAsync(context, endpoint, new GrainKey(tenantId, id), secret, body, credentials, key);
        }
        else if (Guid.TryParseExact(parameters["auth_session"], "D", out var sessionId))
        {
            // The session's id alone: a backend that authenticates, or the holder of the code_verifier where the step takes that.
            var session = new GrainKey(tenantId, sessionId);
            await (credentials.Method == ClientAuthenticationMethod.None
                ? ContinueAsync(context, endpoint, session, null, body, credentials, key)
                : ConfirmAsync(context, session, body.Parameters, credentials));
        }
        else
        {
            await endpoint.WriteAsync(context, SessionReply.Refused("invalid_auth_session", "auth_session is not one that was handed out here."));
        }
    }

    /// <summary><c>POST …/interactive/complete-web-auth/{auth_session}</c>, the session's id in the path.</summary>
    public async Task CompleteWebAuthAsync(HttpContext context)
    {
        var session = (string?)context.Request.RouteValues["authSession"];
        if (await requests.ReadAsync(context, urls => urls.WebAuthCompletion(session!), acceptJson: true, takesDpop: false)
            is not var (tenantId, body, credentials, _))
        {
            return;
        }

        if (Guid.TryParseExact(session, "D", out var id))
        {
            await ConfirmAsync(context, new GrainKey(tenantId, id), body.Parameters, credentials);
        }
        else
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_auth_session", "The path does not name a session by its id."));
        }
    }

    private async Task ContinueAsync(
        HttpContext context,
        IInteractiveWire endpoint,
        GrainKey session,
        string? secret,
        RequestBody body,
        PresentedCredentials credentials,
        Jwk? proofKey)
    {
        var command = new ContinueSession
        {
            Credentials = credentials,
            StepSecret = SecretText.Of(secret),
            PresentationResponse = body.Parameters["openid4vp_response"],
            CodeVerifier = SecretText.Of(body.Parameters["code_verifier"]),
            RequestDigest = FollowUpDigest.Of(body),
            Parameters = body.Parameters.Others(FollowUpParameters),
            DpopThumbprint = proofKey?.Thumbprint,
        };
        var reply = await GrainCalls.RepeatAsync(() => Session(session).ContinueAsync(command), context.RequestAborted);
        await InteractiveWires.OfReply(endpoint, reply).WriteAsync(context, reply);
    }

    private async Task ConfirmAsync(HttpContext context, GrainKey key, RequestParameters parameters, PresentedCredentials credentials)
    {
        var step = parameters["step"];
        var keys = context.Request.Headers["Idempotency-Key"];
        if ((step is not null && !int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out _)) || keys.Count > 1 || keys is [{ Length: > MaxKeyLength }])
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "step is the number of a step, from 0, and there is one Idempotency-Key of 256 characters at most."));
            return;
        }

        var command = new ConfirmWebStep
        {
            Step = step is null ? null : int.Parse(step, CultureInfo.InvariantCulture),
            IdempotencyKey = keys is [{ Length: > 0 } one] ? one : null,
            Credentials = credentials,
            Data = parameters["data"],
            CodeVerifier = SecretText.Of(parameters["code_verifier"]),
        };
        var reply = await GrainCalls.RepeatAsync(() => Session(key).ConfirmWebStepAsync(command), context.RequestAborted);
        await (reply.Error is { } error
            ? Answer.WriteAsync(context, error)
            : Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("status", reply.Status!.Value.Name());
                json.WriteEndObject();
            }));
    }

    private IAuthSessionGrain Session(GrainKey key) => grains.GetGrain<IAuthSessionGrain>(key.ToString());
}
