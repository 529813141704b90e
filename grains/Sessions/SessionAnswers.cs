using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Steps;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Sessions;

/// <summary>The answers of a session: what its state says, in the form of a reply. The same state and secrets give the same answer.</summary>
public static class SessionAnswers
{
    private const string AuthSessionPurpose = "auth_session";
    private const string CodePurpose = "code";

    /// <summary>Binds the state to the secrets of the answer that it will give.</summary>
    public static AuthSessionState Bind(AuthSessionState state, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(secrets);
        return state with
        {
            AnsweredAt = state.UpdatedAt,
            Salt = secrets.Salt,
            NewestRequest = secrets.RequestHash,
            AuthSession = state.Status == SessionStatus.Pending ? CapabilitySecret.Hash(secrets.Derive(AuthSessionPurpose)) : null,
            AuthorizationCode = state.Status == SessionStatus.CodeIssued ? CapabilitySecret.Hash(secrets.Derive(CodePurpose)) : state.AuthorizationCode,
        };
    }

    /// <summary>The new <c>auth_session</c>.</summary>
    public static SecretText AuthSession(AuthSessionState state, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(secrets);
        return new SecretText(Capability.Encode(state.Id, secrets.Derive(AuthSessionPurpose)));
    }

    /// <summary>The answer that a state stands for.</summary>
    public static SessionReply Render(StepTurn turn, AnswerSecrets secrets, InteractionSteps steps)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(steps);
        return turn.Session.Status switch
        {
            SessionStatus.CodeIssued or SessionStatus.Redeemed => new SessionReply
            {
                Dialect = turn.Session.Dialect,
                Code = new SecretText(Capability.Encode(turn.Session.Id, secrets.Derive(CodePurpose))),
            },
            SessionStatus.Failed => SessionReply.Refused(turn.Session.Failure!.Code, turn.Session.Failure.Description, dialect: turn.Session.Dialect),
            _ => new SessionReply
            {
                Dialect = turn.Session.Dialect,
                Interaction = steps[turn.Step.Type].Render(turn, secrets),
                InteractionStatus = turn.Session.Dialect == InteractiveDialect.FirstParty
                    ? turn.Tenant.Document.InteractiveAuthorization.InsufficientAuthorizationStatus
                    : null,
            },
        };
    }
}
