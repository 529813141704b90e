using System.Security.Cryptography;
using System.Text;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Browser;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Sessions;

/// <summary>What a wallet does that presents to a page: it fetches the request by its link, and posts its answer.</summary>
public sealed partial class AuthSessionGrain
{
    private const string ResponseCodePurpose = "response_code";

    /// <inheritdoc/>
    public Task<PresentationRequestReply> FetchPresentationRequestAsync(SecretText linkSecret) =>
        FetchPresentationRequestAsync(new FetchPresentationRequest(linkSecret, null));

    /// <inheritdoc/>
    public async Task<PresentationRequestReply> FetchPresentationRequestAsync(FetchPresentationRequest command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.fetch_presentation_request", _key);
        if (await FindLiveAsync() is { } tenant
            && AskedOn(session.State, command.LinkSecret, tenant) is { } turn
            && await ((PresentationStep)steps[InteractionTypes.Presentation]).RequestObjectAsync(turn, command.WalletNonce) is { } jwt)
        {
            return new PresentationRequestReply(jwt, null);
        }

        return await IsBehindAsync()
            ? await FetchPresentationRequestAsync(command)
            : new PresentationRequestReply(null, Refuse(BrowserErrors.UnknownPresentation).Error);
    }

    /// <inheritdoc/>
    public async Task<PresentationResponseReply> PostPresentationAsync(PostPresentation command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.post_presentation", _key);
        if (await FindLiveAsync() is not { } tenant)
        {
            return RefusePresentation(BrowserErrors.UnknownPresentation);
        }

        var (state, digest) = (session.State, SHA256.HashData(Encoding.UTF8.GetBytes(command.Response.Value)));
        if (state is { IsPushed: true, Browser: { } visit } && AnswerSecrets.Again(digest, visit.AcceptedResponse, visit.ResponseSalt) is { } given)
        {
            return Accepted(state, visit, command.LinkSecret, tenant, given);
        }

        if (AskedOn(state, command.LinkSecret, tenant) is not { } turn)
        {
            return await IsBehindAsync() ? await PostPresentationAsync(command) : RefusePresentation(BrowserErrors.UnknownPresentation);
        }

        var followUp = new ContinueSession { PresentationResponse = command.Response.Value, RequestDigest = digest };
        var outcome = await steps[turn.Step.Type].ContinueAsync(turn, followUp);
        switch (outcome)
        {
            case StepOutcome.Completed completed:
                return await AcceptAsync(turn, completed, command.LinkSecret, AnswerSecrets.New(digest));
            case StepOutcome.Refused refused:
                metrics.Answered(_key.TenantId, turn.Step.Type, "refused", refused.Fault.Reason);
                return new PresentationResponseReply { Error = (await CountRefusalAsync(state, refused, tenant, digest, turn.Now)).Error };
            case StepOutcome.GivenUp givenUp:
                metrics.Answered(_key.TenantId, turn.Step.Type, "given_up");
                await FailAsync(state with { PresentationData = givenUp.Answer }, givenUp.Error, givenUp.Reason, tenant, digest, turn.Now);
                return new PresentationResponseReply { RedirectUri = new SecretText(tenant.Urls.AuthorizationPage(state.Id)) };
            case StepOutcome.Postponed postponed:
                metrics.Answered(_key.TenantId, turn.Step.Type, "postponed", postponed.Fault.Reason);
                log.StepPostponed(_key.TenantId, _logId, state.CurrentStepIndex, postponed.Fault);
                return RefusePresentation(postponed.Error);
            default:
                return await IsBehindAsync() ? await PostPresentationAsync(command) : RefusePresentation(((StepOutcome.NotAnswered)outcome).Error);
        }
    }

    private async Task<PresentationResponseReply> AcceptAsync(StepTurn turn, StepOutcome.Completed completed, SecretText link, AnswerSecrets secrets)
    {
        var visit = turn.Session.Browser! with { AcceptedResponse = secrets.RequestHash, ResponseSalt = secrets.Salt };
        if (CapabilitySecret.Matches(link.Value, visit.OpenSecret))
        {
            visit = visit with { ResponseCode = CapabilitySecret.Hash(secrets.Derive(ResponseCodePurpose)) };
        }

        await WriteAsync(Complete(turn.Session, completed, turn.Now) with { Browser = visit });
        metrics.Answered(_key.TenantId, completed.Data.Type, "completed");
        log.StepCompleted(_key.TenantId, _logId, completed.Data.Index, completed.Data.Type);
        return Accepted(session.State, visit, link, turn.Tenant, secrets);
    }

    /// <summary>A wallet on the user's device brings the browser back with a code; one on another device leaves it to look for itself.</summary>
    private static PresentationResponseReply Accepted(
        AuthSessionState state, BrowserVisit visit, SecretText link, TenantContext tenant, AnswerSecrets secrets) =>
        CapabilitySecret.Matches(link.Value, visit.OpenSecret)
            ? new PresentationResponseReply
            {
                RedirectUri = new SecretText(
                    $"{tenant.Urls.AuthorizationPage(state.Id)}?response_code={Capability.Encode(state.Id, secrets.Derive(ResponseCodePurpose))}"),
            }
            : new PresentationResponseReply();

    /// <summary>The turn of the presentation that a link asks for; null when the link is none, or its step is over.</summary>
    private StepTurn? AskedOn(AuthSessionState state, SecretText link, TenantContext tenant) =>
        state is { IsPushed: true, HasEnded: false, Browser: { } visit, CurrentStep: { Type: InteractionTypes.Presentation } step }
        && visit.EnteredStep == state.CurrentStepIndex
        && (CapabilitySecret.Matches(link.Value, visit.ScanSecret) || CapabilitySecret.Matches(link.Value, visit.OpenSecret))
            ? new StepTurn(state, step, tenant, clock.GetUtcNow()) { ResponseUri = tenant.Urls.PresentationResponse(Capability.Encode(state.Id, link.Value)) }
            : null;

    private PresentationResponseReply RefusePresentation(ProtocolError error) => new() { Error = Refuse(error).Error };
}
