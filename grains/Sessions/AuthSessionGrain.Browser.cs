using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Browser;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Sessions;

/// <summary>The front channel: what the user's browser does in a session.</summary>
public sealed partial class AuthSessionGrain
{
    private const int LookAgainSeconds = 3;

    /// <inheritdoc/>
    public async Task<BrowserReply> OpenBrowserAsync(OpenBrowser command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.open_browser", _key);
        return await OnNewestAsync(() => OpenAsync(command));
    }

    /// <inheritdoc/>
    public async Task<BrowserReply> ReturnBrowserAsync(ReturnBrowser command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.return_browser", _key);
        return await OnNewestAsync(() => ReturnAsync(command));
    }

    private async Task<BrowserReply> OpenAsync(OpenBrowser command)
    {
        if (await FindLiveAsync() is not { } tenant)
        {
            return Refused(BrowserErrors.UnknownRequestUri);
        }

        var (state, now) = (session.State, clock.GetUtcNow());
        if (state.HasEnded
            || !CapabilitySecret.Matches(command.RequestUriSecret.Value, state.RequestUri)
            || !(now < state.ParExpiresAt)
            || !string.Equals(command.ClientId, state.ClientId, StringComparison.Ordinal))
        {
            return Refused(BrowserErrors.UnknownRequestUri);
        }

        if (state.IsPushed)
        {
            return await OpenPushedAsync(command, state, tenant, now);
        }

        if (state.CurrentStep is not { Url: not null } step)
        {
            return Refused(BrowserErrors.UnknownRequestUri);
        }

        if (state.Browser is { } visit && visit.StepIndex == state.CurrentStepIndex)
        {
            // Opened before: a reload by the same browser goes on, another browser does not.
            return BrowserBinding.Recognise(visit, command.BrowserSecret.Value, state.Id) is { } again
                ? ToPage(state, step, tenant, again)
                : Refused(BrowserErrors.UnknownRequestUri);
        }

        if (command.OnlyLooks)
        {
            return new BrowserReply(null, null);
        }

        if (BrowserBinding.Bind(command.BrowserSecret.Value, state.Id, state.CurrentStepIndex) is not var (bound, secrets))
        {
            return Refused(BrowserErrors.UnknownRequestUri);
        }

        await WriteAsync(state with { Browser = bound, UpdatedAt = now });
        return ToPage(state, step, tenant, secrets);
    }

    private async Task<BrowserReply> ReturnAsync(ReturnBrowser command)
    {
        if (await FindLiveAsync() is not { } tenant)
        {
            return Refused(BrowserErrors.UnknownTicket);
        }

        var (state, now) = (session.State, clock.GetUtcNow());
        if (state.Browser is not { } visit
            || BrowserBinding.Recognise(visit, command.BrowserSecret?.Value, state.Id) is not { } secrets)
        {
            return Refused(BrowserErrors.UnknownTicket);
        }

        if (state.IsPushed)
        {
            return await ReturnPushedAsync(command, state, tenant, secrets, now);
        }

        if (!BrowserBinding.IsTicket(command.TicketSecret.Value, visit.StepIndex, secrets))
        {
            return Refused(BrowserErrors.UnknownTicket);
        }

        var digest = BrowserBinding.Digest(command.BrowserSecret!.Value, state.Id, visit.StepIndex, "return")!;
        if (visit.GaveCode && state.Status == SessionStatus.CodeIssued && AnswerSecrets.Again(digest, state.NewestRequest, state.Salt) is { } given)
        {
            return ToWallet(tenant, state, "code", Render(state, tenant, given, now).Code!);
        }

        if (state.HasEnded || state.CurrentStep is not { } step || visit.StepIndex != state.CurrentStepIndex)
        {
            // The wallet has moved on, or the session has ended: the ticket has done what it could.
            return ShowPage(tenant, null, state.Status == SessionStatus.Failed ? BrowserPageKind.Failed : BrowserPageKind.Done);
        }

        var confirmation = state.WebConfirmation is { } c && c.StepIndex == state.CurrentStepIndex ? c : null;
        if (confirmation is null && step.Completion == WebStepCompletion.Service)
        {
            return ShowPage(tenant, step, BrowserPageKind.Waiting, LookAgainSeconds);
        }

        return await CompleteReturnAsync(tenant, state, visit, confirmation, secrets, digest, now);
    }

    private async Task<BrowserReply> CompleteReturnAsync(
        TenantContext tenant,
        AuthSessionState state,
        BrowserVisit visit,
        WebConfirmation? confirmation,
        AnswerSecrets secrets,
        byte[] digest,
        DateTimeOffset now)
    {
        var step = state.CurrentStep!;
        if (confirmation is null && step.Completion == WebStepCompletion.Browser)
        {
            confirmation = new WebConfirmation { StepIndex = state.CurrentStepIndex, ConfirmedAt = now, ClientId = state.ClientId };
        }

        var isLast = state.CurrentStepIndex == state.IaeActions.Count - 1;
        var toWallet = WalletRedirect.IsPossible(state.RedirectUri);
        var confirmed = state with { WebConfirmation = confirmation ?? state.WebConfirmation };
        if (toWallet && isLast)
        {
            // The code_verifier is asked for with the code, at the token endpoint.
            var reply = await AdvanceAsync(
                confirmed with { Browser = visit with { GaveCode = true } }, WebStep.Completed(state, confirmation, now), tenant, digest, now);
            return ToWallet(tenant, state, "code", reply.Code!);
        }

        // More steps follow: the wallet shows its code_verifier first. Its last auth_session still works, for it may never get this one.
        var authSession = SessionAnswers.AuthSession(state, secrets);
        var next = toWallet && visit.AuthSession is null ? visit with { AuthSession = HashOf(authSession) } : visit;
        if (confirmed.WebConfirmation != state.WebConfirmation || next != visit)
        {
            await WriteAsync(confirmed with
            {
                Status = confirmation is null ? state.Status : SessionStatus.WebAuthCompleted,
                Browser = next,
                UpdatedAt = now,
            });
        }

        return toWallet ? ToWallet(tenant, state, "auth_session", authSession) : ShowPage(tenant, step, BrowserPageKind.Done);
    }

    private static byte[]? HashOf(SecretText capability) =>
        Capability.TryDecode(capability.Value, out _, out var secret) ? CapabilitySecret.Hash(secret) : null;

    private static BrowserReply ToPage(AuthSessionState state, SessionStep step, TenantContext tenant, AnswerSecrets secrets) =>
        new(WebPage.Url(state, step, tenant.Urls.AuthorizationReturn(BrowserBinding.Ticket(state.Id, state.CurrentStepIndex, secrets))), null);

    private static BrowserReply ToWallet(TenantContext tenant, AuthSessionState state, string name, SecretText value) =>
        new(WalletRedirect.Url(tenant, state, name, value.Value), null);

    private static BrowserReply ShowPage(TenantContext tenant, SessionStep? step, BrowserPageKind kind, int? refreshSeconds = null) => new(null, null)
    {
        Page = new BrowserPage { Kind = kind, TenantName = tenant.Document.DisplayName, StepLabel = step?.Label, RefreshSeconds = refreshSeconds },
    };

    private static BrowserReply Refused(ProtocolError error) => new(null, error);

    /// <summary>
    /// Where a browser is sent without a write, what it is refused, and the page that it is left with, rest on what this activation knows. So the
    /// newest state is asked for first; a browser that waits on a page asks every few seconds, and must hear of what another activation has taken.
    /// </summary>
    private async Task<BrowserReply> OnNewestAsync(Func<Task<BrowserReply>> turn)
    {
        var known = session.Etag;
        var reply = await turn();
        if (session.Etag == known && await IsBehindAsync())
        {
            reply = await turn();
        }

        if (reply.Error is { } error)
        {
            metrics.Refused(_key.TenantId, error.Code);
            log.RequestRefused(_key.TenantId, error.Code);
        }

        return reply.Page is null ? reply : reply with { UiLocales = session.State.UiLocales };
    }
}
