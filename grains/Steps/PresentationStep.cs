using System.Buffers.Text;
using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Webhooks;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Steps;

/// <summary>
/// A presentation of credentials by the wallet (OID4VCI 1.1, "Require Presentation"). It counts only if every credential is verified: its
/// issuer, its disclosures, its times, its status where that is asked for, and its binding to this step's nonce and this endpoint; and
/// if the tenant's webhook, where there is one, takes it.
/// </summary>
public sealed class PresentationStep(
    PresentationQuestion question, PresentationCheck check, ClaimsWebhooks webhooks, TimeProvider clock) : IInteractionStep
{
    private const int NonceLength = 32;

    /// <summary>
    /// The longest time that one answer may take with all that it waits for. A call of a grain ends after 30 seconds with its outcome
    /// unknown; ending before that, the wallet is told that it may come again.
    /// </summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(25);

    private static readonly ProtocolError NotNow = new(
        "temporarily_unavailable", "The presentation could not be checked just now. Try again with the same auth_session.", 503);

    /// <inheritdoc/>
    public string Type => InteractionTypes.Presentation;

    /// <inheritdoc/>
    public async ValueTask<AuthSessionState> EnterAsync(StepTurn turn, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var asked = turn.Session with { PresentationNonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceLength)) };
        return asked with { Presentation = await question.PrepareAsync(turn with { Session = asked }) };
    }

    /// <summary>The request object that a wallet fetches, in a session whose steps are pages; null when it can be asked no more.</summary>
    /// <param name="turn">The turn, with the response URI.</param>
    /// <param name="walletNonce">The nonce that the wallet sent; null for none.</param>
    public ValueTask<string?> RequestObjectAsync(StepTurn turn, string? walletNonce) => question.SignForResponseUriAsync(turn, walletNonce);

    /// <inheritdoc/>
    public RequiredInteraction Render(StepTurn turn, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(secrets);
        return new RequiredInteraction
        {
            Type = Type,
            AuthSession = SessionAnswers.AuthSession(turn.Session, secrets),
            PresentationRequest = PresentationQuestion.Render(turn),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<StepOutcome> ContinueAsync(StepTurn turn, ContinueSession followUp)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(followUp);
        if (followUp.PresentationResponse is not { } text)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", "Missing required field: openid4vp_response"));
        }

        if (followUp.CodeVerifier is not null)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", "The current step is a presentation: it takes no code_verifier."));
        }

        var policy = turn.Tenant.FindPresentation(turn.Step.PresentationConfigId!);
        var answer = PresentationAnswer.Open(text, turn.Session.Presentation, policy?.Encryptions ?? JweEncryptions.All);
        if (answer.WalletError is { } error)
        {
            return new StepOutcome.GivenUp(
                new ProtocolError("presentation_failed", "The wallet did not present the credentials that were asked for."), "wallet_error", WalletError(error));
        }

        if (answer.VpToken is not { } vpToken || policy is null)
        {
            return Refused(answer.Fault ?? new StepFault("PresentationConfigurationWithdrawn"));
        }

        using var time = new CancellationTokenSource(TimeLimit, clock);
        try
        {
            var checkedPresentation = await check.CheckAsync(turn, policy, vpToken, answer.KeyThumbprint, time.Token);
            return checkedPresentation.Presentation is { } presentation
                ? await TellAsync(turn, policy, presentation, checkedPresentation.Statuses, time.Token)
                : checkedPresentation.Refusal is { } refusal ? Refused(refusal)
                : new StepOutcome.Postponed(NotNow, checkedPresentation.Obstacle!);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested)
        {
            return new StepOutcome.Postponed(NotNow, new StepFault("TimeLimit"));
        }
    }

    private async ValueTask<StepOutcome> TellAsync(
        StepTurn turn, PresentationPolicy policy, VerifiedPresentation presentation, IReadOnlyList<string?> statuses, CancellationToken cancellationToken)
    {
        string? claims = null;
        if ((policy.Configuration.Webhook ?? turn.Tenant.Document.Webhook) is { } webhook)
        {
            // The answer is stored together with the step, in one write. If this process dies between the two, the step is still open, and
            // the next presentation asks again under the same idempotency key.
            var session = turn.Session;
            var refusals = session.Presentation?.WebhookRefusals ?? 0;
            var key = IdempotencyKeys.Of(session.TenantId, session.Id, session.CurrentStepIndex, refusals);
            var call = new WebhookCall(session.Id, SessionLogId.Of(session.Id), key, presentation) { IssuerState = session.IssuerState };
            switch (await webhooks.AskAsync(turn.Tenant, webhook, call, cancellationToken))
            {
                case WebhookOutcome.Refused refused:
                    return Refused(new StepFault("WebhookRefused", refused.Detail)) with
                    {
                        Presentation = (session.Presentation ?? new PresentationChallenge()) with { WebhookRefusals = refusals + 1 },
                    };
                case WebhookOutcome.Unavailable unavailable:
                    return new StepOutcome.Postponed(NotNow, new StepFault("WebhookUnavailable", unavailable.Detail));
                case var outcome:
                    claims = ((WebhookOutcome.Accepted)outcome).Claims;
                    break;
            }
        }

        return new StepOutcome.Completed(PresentedStep.Of(turn, policy, presentation, statuses, claims), SessionStatus.PresentationReceived);
    }

    private static string WalletError(OpenId4VpResponse response) => Json.WriteText(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", response.Error);
        if (response.ErrorDescription is { } description)
        {
            json.WriteString("error_description", description);
        }

        json.WriteEndObject();
    });

    // The wallet is told one text for every check: which one failed would only help a forger.
    private static StepOutcome.Refused Refused(StepFault fault) =>
        new(new ProtocolError("presentation_failed", VerificationFailure.WalletText), fault);
}
