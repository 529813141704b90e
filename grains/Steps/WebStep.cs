using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Pkce;

namespace Eudiplo.Grains.Steps;

/// <summary>
/// A visit to a web page (OID4VCI 1.1, "Redirect to Web"). The user goes there through <c>request_uri</c>; somebody whom the action names
/// confirms that the visit is over; then the wallet shows that it is still the one that began, by its <c>code_verifier</c>.
/// </summary>
public sealed class WebStep : IInteractionStep
{
    /// <summary>What stands before the capability in a <c>request_uri</c> (RFC 9126, section 2.2).</summary>
    public const string RequestUriPrefix = "urn:ietf:params:oauth:request_uri:";

    private const string Purpose = "request_uri";

    /// <inheritdoc/>
    public string Type => InteractionTypes.Web;

    /// <inheritdoc/>
    public ValueTask<AuthSessionState> EnterAsync(StepTurn turn, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(secrets);
        if (turn.Session.IsPushed)
        {
            // Its browser is here already.
            return new ValueTask<AuthSessionState>(turn.Session);
        }

        var opensUntil = turn.Now.AddSeconds(turn.Tenant.Document.Sessions.RequestUriLifetimeSeconds);
        return new ValueTask<AuthSessionState>(turn.Session with
        {
            RequestUri = CapabilitySecret.Hash(secrets.Derive(Purpose)),
            ParExpiresAt = opensUntil < turn.Session.ExpiresAt ? opensUntil : turn.Session.ExpiresAt,
        });
    }

    /// <inheritdoc/>
    public RequiredInteraction Render(StepTurn turn, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(secrets);
        return new RequiredInteraction
        {
            Type = Type,
            AuthSession = SessionAnswers.AuthSession(turn.Session, secrets),
            RequestUri = new SecretText(RequestUriPrefix + Capability.Encode(turn.Session.Id, secrets.Derive(Purpose))),
            ExpiresIn = (int)(turn.Session.ParExpiresAt - turn.Session.AnsweredAt)!.Value.TotalSeconds,
        };
    }

    /// <inheritdoc/>
    public ValueTask<StepOutcome> ContinueAsync(StepTurn turn, ContinueSession followUp)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(followUp);
        return new ValueTask<StepOutcome>(Continue(turn, followUp));
    }

    /// <summary>What is kept of a web step that is done.</summary>
    /// <param name="session">The session.</param>
    /// <param name="confirmation">Who confirmed it; null where nobody had to.</param>
    /// <param name="now">The time.</param>
    internal static StepOutcome.Completed Completed(AuthSessionState session, WebConfirmation? confirmation, DateTimeOffset now) => new(
        new CompletedStep
        {
            Index = session.CurrentStepIndex,
            Type = InteractionTypes.Web,
            CompletedAt = confirmation?.ConfirmedAt ?? now,
            Data = confirmation?.Data,
        },
        SessionStatus.WebAuthCompleted);

    private static StepOutcome Continue(StepTurn turn, ContinueSession followUp)
    {
        if (followUp.CodeVerifier is not { } verifier)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", "Missing required field: code_verifier"));
        }

        if (followUp.PresentationResponse is not null)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", "The current step is a web step: it takes no openid4vp_response."));
        }

        if (!PkceS256.Verify(verifier.Value, turn.Session.CodeChallenge))
        {
            return new StepOutcome.Refused(
                new ProtocolError("invalid_code_verifier", "The code_verifier does not belong to the code_challenge of this session."),
                new StepFault("code_verifier_mismatch"));
        }

        var confirmation = turn.Session.WebConfirmation is { } c && c.StepIndex == turn.Session.CurrentStepIndex ? c : null;
        if (confirmation is null && turn.Step.Completion != WebStepCompletion.Verifier)
        {
            // Not a wrong answer, only an early one: the wallet may ask again with the same auth_session.
            return new StepOutcome.NotAnswered(new ProtocolError("authorization_pending", "The web step has not been completed yet."));
        }

        return Completed(turn.Session, confirmation, turn.Now);
    }
}
