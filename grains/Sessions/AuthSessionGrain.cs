using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Dpop;
using Eudiplo.Grains.Steps;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Eudiplo.Grains.Sessions;

/// <summary>One interactive authorization. The rules that hold whatever happens are those of <see cref="IAuthSessionGrain"/>.</summary>
[GrainType("session")]
public sealed partial class AuthSessionGrain(
    [PersistentState(StorageNames.Session, StorageNames.Provider)] IPersistentState<AuthSessionState> session,
    TenantDirectory tenants,
    InteractionSteps steps,
    OpenSessions openSessions,
    SessionMetrics metrics,
    TimeProvider clock,
    ILogger<AuthSessionGrain> log) : Grain, IAuthSessionGrain
{
    private GrainKey _key;
    private string _logId = string.Empty;
    private IGrainTimer? _expiry;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = GrainKey.Parse(this.GetPrimaryKeyString());
        _logId = SessionLogId.Of(_key.Id);
        ScheduleExpiry();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<SessionReply> BeginAsync(BeginSession command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.begin", _key);
        var begun = await CheckBeginAsync(command, isPushed: false);
        if (begun.Error is { } error)
        {
            return RefuseToBegin(error, command);
        }

        if (begun.IsPushed)
        {
            var pushed = await PushAsync(begun);
            return new SessionReply
            {
                Dialect = command.Dialect,
                Error = pushed.Error ?? SessionErrors.RedirectToWeb,
                RequestUri = pushed.RequestUri,
                ExpiresIn = pushed.ExpiresIn,
            };
        }

        var (tenant, now, secrets) = (begun.Tenant!, clock.GetUtcNow(), AnswerSecrets.First());
        return await WriteFirstAsync(begun, () => NextStepAsync(NewSession.Create(_key, begun, now), tenant, secrets, now)) is { } tooMany
            ? RefuseToBegin(tooMany, command)
            : Render(session.State, tenant, secrets, now);
    }

    /// <inheritdoc/>
    public async Task<SessionReply> ContinueAsync(ContinueSession command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.continue", _key);
        if (await FindLiveAsync() is not { } tenant)
        {
            return Refuse(SessionErrors.UnknownSession);
        }

        var (state, now) = (session.State, clock.GetUtcNow());
        if ((await SessionClient.CheckAsync(tenant, state, command.Credentials) ?? DpopBinding.CheckFollowUp(state, command.DpopThumbprint)) is { } foreign)
        {
            return Refuse(foreign);
        }

        // Before anything else: a wallet whose reply was lost sends the same request again, and its auth_session is no longer the newest.
        if (AnswerSecrets.Again(command.RequestDigest, state.NewestRequest, state.Salt) is { } given)
        {
            return Render(state, tenant, given, now);
        }

        if (state.HasEnded || state.CurrentStep is not { } step || !SessionClient.HoldsSession(state, step, command))
        {
            return await IsBehindAsync() ? await ContinueAsync(command) : Refuse(SessionErrors.UnknownSession);
        }

        var outcome = await steps[step.Type].ContinueAsync(new StepTurn(state, step, tenant, now), command);
        switch (outcome)
        {
            case StepOutcome.Completed completed:
                return await AdvanceAsync(state, completed, tenant, command.RequestDigest, now);
            case StepOutcome.Refused refused:
                metrics.Answered(_key.TenantId, step.Type, "refused", refused.Fault.Reason);
                return await CountRefusalAsync(state, refused, tenant, command.RequestDigest, now);
            case StepOutcome.GivenUp givenUp:
                metrics.Answered(_key.TenantId, step.Type, "given_up");
                return await FailAsync(state with { PresentationData = givenUp.Answer }, givenUp.Error, givenUp.Reason, tenant, command.RequestDigest, now);
            case StepOutcome.Postponed postponed:
                metrics.Answered(_key.TenantId, step.Type, "postponed", postponed.Fault.Reason);
                log.StepPostponed(_key.TenantId, _logId, state.CurrentStepIndex, postponed.Fault);
                return Refuse(postponed.Error);
            default:
                return await IsBehindAsync() ? await ContinueAsync(command) : Refuse(((StepOutcome.NotAnswered)outcome).Error);
        }
    }

    /// <inheritdoc/>
    public async Task<ConfirmationReply> ConfirmWebStepAsync(ConfirmWebStep command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.confirm_web_step", _key);
        if (await FindLiveAsync() is not { } tenant)
        {
            return new ConfirmationReply(null, SessionErrors.UnknownSession);
        }

        var now = clock.GetUtcNow();
        var (error, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        WebConfirmation? confirmation = null;
        error = error is null ? WebConfirmationRules.Check(session.State, client, command, now, out confirmation) : WebConfirmationRules.Unauthenticated(error);
        if (error is not null)
        {
            if (await IsBehindAsync())
            {
                return await ConfirmWebStepAsync(command);
            }

            metrics.Refused(_key.TenantId, error.Code);
            log.RequestRefused(_key.TenantId, error.Code);
            return new ConfirmationReply(null, error);
        }

        if (confirmation is not null)
        {
            await WriteAsync(session.State with
            {
                Status = SessionStatus.WebAuthCompleted,
                WebConfirmation = confirmation,
                UpdatedAt = now,
            });
        }

        return new ConfirmationReply(session.State.Status, null);
    }

    /// <inheritdoc/>
    public async Task<TokenReply> RedeemAsync(RedeemCode command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("session.redeem", _key);
        var grant = GrainFactory.GetGrain<IGrantGrain>(_key.ToString());
        if (await FindLiveAsync() is not { } tenant)
        {
            // The session has gone, but what came of its code may still be there.
            await grant.RevokeByCodeAsync(command.CodeSecret);
            return CodeRedemption.InvalidCode;
        }

        var (state, now) = (session.State, clock.GetUtcNow());
        var (error, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        var replayed = false;
        error ??= CodeRedemption.Check(state, client, command, tenant, now, out replayed);
        if (replayed)
        {
            // Revoking comes before the answer, so the answer tells the truth.
            log.CodeReplayed(_key.TenantId, _logId);
            await grant.RevokeAsync("code_replayed", state.ExpiresAt - now);
        }

        if (error is not null)
        {
            if (!replayed && await IsBehindAsync())
            {
                return await RedeemAsync(command);
            }

            metrics.Refused(_key.TenantId, error.Code);
            return new TokenReply { Error = error };
        }

        if (state.Status == SessionStatus.Redeemed)
        {
            return await grant.CreateAgainAsync(command.Attempt!);
        }

        // The insert of the grant's row, whose key is the session's, decides which of several redemptions has the code; the session only notes it
        // afterwards, and drops what the grant has now. Until the insert, nothing has happened: if a process dies, the next try finds the code
        // as it was. After it, the attempt that made the grant finds its answer there when its gateway tries again, and any other one is the
        // code's second use, whether or not the session has noted the first.
        var reply = await grant.CreateAsync(CodeRedemption.Grant(state, command));
        await NoteRedemptionAsync(state, command, now);
        return reply;
    }

    /// <inheritdoc/>
    public async Task<SessionView?> ViewAsync(bool withPersonalData)
    {
        var live = await FindLiveAsync();
        if (await IsBehindAsync())
        {
            live = await FindLiveAsync();
        }

        return live is null ? null : SessionViews.Of(session.State, withPersonalData);
    }

    /// <inheritdoc/>
    public async Task<bool> EraseAsync()
    {
        var existed = session.RecordExists;
        if (existed)
        {
            await session.ClearStateAsync();
        }

        _expiry?.Dispose();
        DeactivateOnIdle();
        return existed;
    }

    private async Task NoteRedemptionAsync(AuthSessionState state, RedeemCode command, DateTimeOffset now)
    {
        try
        {
            await WriteAsync(CodeRedemption.Spend(state, command.Attempt, now));
            metrics.Reached(_key.TenantId, SessionStatus.Redeemed);
        }
        catch (Exception e)
        {
            // The tokens depend on the grant alone: another redemption may have noted it first, or the session have ended. The next call reads.
            log.RedemptionNotNoted(_key.TenantId, _logId, e);
            DeactivateOnIdle();
        }
    }

    private async Task<SessionReply> AdvanceAsync(
        AuthSessionState state, StepOutcome.Completed completed, TenantContext tenant, byte[] requestDigest, DateTimeOffset now)
    {
        var secrets = AnswerSecrets.New(requestDigest);
        var done = Complete(state, completed, now) with { RequestUri = null, ParExpiresAt = null };
        var next = await NextStepAsync(done, tenant, secrets, now);
        await WriteAsync(next);
        metrics.Answered(_key.TenantId, completed.Data.Type, "completed");
        log.StepCompleted(_key.TenantId, _logId, completed.Data.Index, completed.Data.Type);
        return Render(next, tenant, secrets, now);
    }

    private static AuthSessionState Complete(AuthSessionState state, StepOutcome.Completed completed, DateTimeOffset now) => state with
    {
        Status = completed.Status,
        CompletedStepsData = [.. state.CompletedStepsData, completed.Data],
        CurrentStepIndex = state.CurrentStepIndex + 1,
        Attempts = 0,
        PresentationNonce = null,
        Presentation = null,
        WebConfirmation = state.WebConfirmation is { } c ? c with { Data = null } : null,
        UpdatedAt = now,
    };

    private async ValueTask<AuthSessionState> NextStepAsync(AuthSessionState state, TenantContext tenant, AnswerSecrets secrets, DateTimeOffset now)
    {
        metrics.Reached(_key.TenantId, state.Status);
        if (state.CurrentStep is { } step)
        {
            var waiting = state with { Status = SessionStatus.Pending };
            return SessionAnswers.Bind(await steps[step.Type].EnterAsync(new StepTurn(waiting, step, tenant, now), secrets), secrets);
        }

        metrics.Reached(_key.TenantId, SessionStatus.AllStepsCompleted);
        metrics.Reached(_key.TenantId, SessionStatus.CodeIssued);
        var codeExpiresAt = now.AddSeconds(tenant.Document.Tokens.CodeLifetimeSeconds);
        return SessionAnswers.Bind(
            state with
            {
                Status = SessionStatus.CodeIssued,
                AuthorizationCodeExpiresAt = codeExpiresAt < state.ExpiresAt ? codeExpiresAt : state.ExpiresAt,
            },
            secrets);
    }

    private async Task<SessionReply> CountRefusalAsync(
        AuthSessionState state, StepOutcome.Refused refused, TenantContext tenant, byte[] requestDigest, DateTimeOffset now)
    {
        var (attempts, limit) = (state.Attempts + 1, tenant.Document.Sessions.AttemptsPerStep);
        log.StepRefused(_key.TenantId, _logId, state.CurrentStepIndex, refused.Fault, attempts, limit);
        if (attempts >= limit)
        {
            return await FailAsync(state with { Attempts = attempts }, refused.Error, "too_many_attempts", tenant, requestDigest, now);
        }

        await WriteAsync(state with { Attempts = attempts, Presentation = refused.Presentation ?? state.Presentation, UpdatedAt = now });
        return Refuse(refused.Error);
    }

    private async Task<SessionReply> FailAsync(
        AuthSessionState state, ProtocolError error, string reason, TenantContext tenant, byte[] requestDigest, DateTimeOffset now)
    {
        var secrets = AnswerSecrets.New(requestDigest);
        var failed = SessionAnswers.Bind(
            state with
            {
                Status = SessionStatus.Failed,
                Failure = new SessionFailure { Code = error.Code, Description = error.Description, Reason = reason },
                CompletedStepsData = [],
                PresentationNonce = null,
                Presentation = null,
                RequestUri = null,
                WebConfirmation = null,
                UpdatedAt = now,
            },
            secrets);
        await WriteAsync(failed);
        metrics.Reached(_key.TenantId, SessionStatus.Failed);
        log.SessionFailed(_key.TenantId, _logId, reason);
        return Render(failed, tenant, secrets, now);
    }

    private SessionReply Render(AuthSessionState state, TenantContext tenant, AnswerSecrets secrets, DateTimeOffset now) =>
        SessionAnswers.Render(new StepTurn(state, state.CurrentStep ?? SessionStep.None, tenant, now), secrets, steps);

    private SessionReply RefuseToBegin(ProtocolError error, BeginSession command)
    {
        DeactivateOnIdle();
        return Refuse(error) with { Dialect = command.Dialect };
    }

    private SessionReply Refuse(ProtocolError error)
    {
        metrics.Refused(_key.TenantId, error.Code);
        log.RequestRefused(_key.TenantId, error.Code);
        return new SessionReply { Error = error, Dialect = session.RecordExists ? session.State.Dialect : default };
    }
}
