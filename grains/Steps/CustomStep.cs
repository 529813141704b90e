using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Steps;

/// <summary>
/// A step of a type that the tenant made up (OID4VCI 1.1, "Custom Extensions"). What the tenant configured is sent as it is; the answer
/// comes in the parameter that it named. It counts once the tenant's backend has confirmed it, or if it brings this step's nonce back.
/// </summary>
public sealed class CustomStep : IInteractionStep
{
    private const int NonceLength = 32;
    private const int MaxAnswerLength = 16_384;

    /// <inheritdoc/>
    public string Type => InteractionTypes.CustomPrefix;

    /// <inheritdoc/>
    public ValueTask<AuthSessionState> EnterAsync(StepTurn turn, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return new ValueTask<AuthSessionState>(turn.Step.Completion == WebStepCompletion.Nonce
            ? turn.Session with { PresentationNonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceLength)) }
            : turn.Session);
    }

    /// <inheritdoc/>
    public RequiredInteraction Render(StepTurn turn, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(secrets);
        return new RequiredInteraction
        {
            Type = turn.Step.Type,
            AuthSession = SessionAnswers.AuthSession(turn.Session, secrets),
            Members = Json.WriteText(json => WriteMembers(json, turn)),
        };
    }

    /// <inheritdoc/>
    public ValueTask<StepOutcome> ContinueAsync(StepTurn turn, ContinueSession followUp)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(followUp);
        return new ValueTask<StepOutcome>(Continue(turn, followUp));
    }

    private static void WriteMembers(Utf8JsonWriter json, StepTurn turn)
    {
        json.WriteStartObject();
        if (turn.Step.Request is { } text && StrictJson.TryParse(text, out var request))
        {
            foreach (var member in request.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }

        if (turn.Step.Completion == WebStepCompletion.Nonce)
        {
            json.WriteString("nonce", turn.Session.PresentationNonce);
        }

        json.WriteEndObject();
    }

    private static StepOutcome Continue(StepTurn turn, ContinueSession followUp)
    {
        var name = turn.Step.Response!;
        if (followUp.Parameters?.GetValueOrDefault(name) is not { } answer)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", $"Missing required field: {name}"));
        }

        if (answer.Length > MaxAnswerLength)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", $"{name} is too long."));
        }

        if (turn.Step.Completion == WebStepCompletion.Nonce)
        {
            return HasNonce(answer, turn.Session.PresentationNonce!)
                ? Completed(turn, answer, null)
                : new StepOutcome.Refused(new ProtocolError("access_denied", $"{name} is not an answer to this step."), new StepFault("nonce_mismatch"));
        }

        return turn.Session.WebConfirmation is { } confirmation && confirmation.StepIndex == turn.Session.CurrentStepIndex
            ? Completed(turn, answer, confirmation)
            : new StepOutcome.NotAnswered(new ProtocolError("authorization_pending", "The step has not been confirmed yet."));
    }

    private static StepOutcome.Completed Completed(StepTurn turn, string answer, WebConfirmation? confirmation) => new(
        new CompletedStep
        {
            Index = turn.Session.CurrentStepIndex,
            Type = turn.Step.Type,
            CompletedAt = confirmation?.ConfirmedAt ?? turn.Now,
            Data = Json.WriteText(json =>
            {
                json.WriteStartObject();
                json.WriteString("answer", answer);
                if (confirmation?.Data is { } data)
                {
                    json.WritePropertyName("confirmation");
                    json.WriteRawValue(data);
                }

                json.WriteEndObject();
            }),
        },
        SessionStatus.WebAuthCompleted);

    /// <summary>The nonce itself, or a JSON object that has it in its member <c>nonce</c>.</summary>
    private static bool HasNonce(string answer, string nonce) =>
        Same(answer, nonce)
        || (StrictJson.TryParse(answer, out var json)
            && json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("nonce", out var member)
            && member.ValueKind == JsonValueKind.String
            && Same(member.GetString()!, nonce));

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
