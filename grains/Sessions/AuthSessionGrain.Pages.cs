using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Browser;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Sessions;

/// <summary>
/// Pushed sessions: one browser walks through all steps as pages. A step is entered when its browser gets to it, so that whatever is derived
/// from the cookie can be derived; a wallet that answers elsewhere only leaves its answer.
/// </summary>
public sealed partial class AuthSessionGrain
{
    private const string ScanPurpose = "scan";
    private const string OpenPurpose = "open";

    /// <inheritdoc/>
    public async Task<BrowserReply> ShowPageAsync(ShowPage command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.show_page", _key);
        return await OnNewestAsync(() => ShowAsync(command));
    }

    private async Task<BrowserReply> ShowAsync(ShowPage command)
    {
        if (await FindLiveAsync() is not { } tenant)
        {
            return Refused(BrowserErrors.UnknownTicket);
        }

        var (state, now) = (session.State, clock.GetUtcNow());
        if (state is not { IsPushed: true, Browser: { } visit }
            || BrowserBinding.Recognise(visit, command.BrowserSecret?.Value, state.Id) is not { } secrets)
        {
            return Refused(BrowserErrors.UnknownTicket);
        }

        var cookie = command.BrowserSecret!.Value;
        if (visit.ResponseCode is { } awaited && !state.HasEnded)
        {
            // Who began in this browser must be who presented: the wallet's app sends the user back to it with the code (section 14.2).
            return CapabilitySecret.Matches(command.ResponseCode?.Value, awaited)
                ? await GoOnAsync(state with { Browser = visit with { ResponseCode = null } }, tenant, cookie, secrets, now)
                : ShowPage(tenant, null, BrowserPageKind.Answered, LookAgainSeconds);
        }

        return !state.HasEnded && visit.EnteredStep == state.CurrentStepIndex && state.CurrentStep is { Type: InteractionTypes.Presentation } step
            ? ShowQuestion(state, step, tenant, secrets)
            : await GoOnAsync(state, tenant, cookie, secrets, now);
    }

    private async Task<BrowserReply> OpenPushedAsync(OpenBrowser command, AuthSessionState state, TenantContext tenant, DateTimeOffset now)
    {
        var cookie = command.BrowserSecret.Value;
        if (state.Browser is { } visit)
        {
            return BrowserBinding.Recognise(visit, cookie, state.Id) is { } again
                ? visit.ResponseCode is null ? await GoOnAsync(state, tenant, cookie, again, now) : new BrowserReply(tenant.Urls.AuthorizationPage(state.Id), null)
                : Refused(BrowserErrors.UnknownRequestUri);
        }

        if (command.OnlyLooks)
        {
            return new BrowserReply(null, null);
        }

        return BrowserBinding.Bind(cookie, state.Id, 0) is var (bound, secrets)
            ? await GoOnAsync(state with { Browser = bound }, tenant, cookie, secrets, now)
            : Refused(BrowserErrors.UnknownRequestUri);
    }

    private async Task<BrowserReply> ReturnPushedAsync(
        ReturnBrowser command, AuthSessionState state, TenantContext tenant, AnswerSecrets secrets, DateTimeOffset now)
    {
        var cookie = command.BrowserSecret!.Value;
        var of = Enumerable.Range(0, Math.Min(state.CurrentStepIndex + 1, state.IaeActions.Count))
            .Where(i => state.IaeActions[i].Url is not null && BrowserBinding.IsTicket(command.TicketSecret.Value, i, secrets))
            .Cast<int?>()
            .FirstOrDefault();
        if (of is null)
        {
            return Refused(BrowserErrors.UnknownTicket);
        }

        if (of < state.CurrentStepIndex || state.HasEnded)
        {
            return await GoOnAsync(state, tenant, cookie, secrets, now);
        }

        var step = state.CurrentStep!;
        var confirmation = state.WebConfirmation is { } c && c.StepIndex == state.CurrentStepIndex ? c : null;
        if (confirmation is null && step.Completion == WebStepCompletion.Service)
        {
            return ShowPage(tenant, step, BrowserPageKind.Waiting, LookAgainSeconds);
        }

        var completed = WebStep.Completed(state, confirmation, now);
        metrics.Answered(_key.TenantId, completed.Data.Type, "completed");
        log.StepCompleted(_key.TenantId, _logId, completed.Data.Index, completed.Data.Type);
        return await GoOnAsync(Complete(state, completed, now), tenant, cookie, secrets, now);
    }

    /// <summary>Takes the browser to the current step, or to the wallet when there is none left.</summary>
    private async Task<BrowserReply> GoOnAsync(AuthSessionState state, TenantContext tenant, string cookie, AnswerSecrets secrets, DateTimeOffset now)
    {
        var digest = BrowserBinding.Digest(cookie, state.Id, state.CurrentStepIndex, "step")!;
        if (!state.HasEnded && state.Browser!.EnteredStep != state.CurrentStepIndex)
        {
            state = await NextStepAsync(state with { UpdatedAt = now }, tenant, AnswerSecrets.New(digest), now);
            var asks = state.CurrentStep?.Type == InteractionTypes.Presentation;
            state = state with
            {
                Browser = state.Browser! with
                {
                    EnteredStep = state.CurrentStepIndex,
                    GaveCode = state.Status == SessionStatus.CodeIssued,
                    ScanSecret = asks ? CapabilitySecret.Hash(BrowserBinding.Derive(secrets, ScanPurpose, state.CurrentStepIndex)) : null,
                    OpenSecret = asks ? CapabilitySecret.Hash(BrowserBinding.Derive(secrets, OpenPurpose, state.CurrentStepIndex)) : null,
                    AcceptedResponse = null,
                    ResponseSalt = null,
                },
            };
            await WriteAsync(state);
        }

        return state switch
        {
            { Status: SessionStatus.Failed } => new BrowserReply(WalletRedirect.Url(tenant, state, "error", "access_denied"), null),
            { Status: SessionStatus.CodeIssued } when AnswerSecrets.Again(digest, state.NewestRequest, state.Salt) is { } given =>
                ToWallet(tenant, state, "code", Render(state, tenant, given, now).Code!),
            { HasEnded: true } or { CurrentStep: null } => ShowPage(tenant, null, BrowserPageKind.Done),
            { CurrentStep: { Url: not null } step } => ToPage(state, step, tenant, secrets),
            _ => new BrowserReply(tenant.Urls.AuthorizationPage(state.Id), null),
        };
    }

    private static BrowserReply ShowQuestion(AuthSessionState state, SessionStep step, TenantContext tenant, AnswerSecrets secrets)
    {
        var reply = ShowPage(tenant, step, BrowserPageKind.Presentation, LookAgainSeconds);
        return reply with
        {
            Page = reply.Page! with
            {
                ScanLink = PresentationLink.Of(tenant.Urls, state, BrowserBinding.Derive(secrets, ScanPurpose, state.CurrentStepIndex)),
                OpenLink = PresentationLink.Of(tenant.Urls, state, BrowserBinding.Derive(secrets, OpenPurpose, state.CurrentStepIndex)),
            },
        };
    }
}
