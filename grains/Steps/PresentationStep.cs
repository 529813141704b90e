using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;
using Eudiplo.Protocol.Dcql;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Presentations;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Steps;

/// <summary>
/// A presentation of credentials by the wallet (OID4VCI 1.1, "Require Presentation"). It counts only if every credential is verified: its
/// issuer, its disclosures, its times, and its binding to this step's nonce and this endpoint.
/// </summary>
public sealed class PresentationStep(PresentationVerifier verifier) : IInteractionStep
{
    private const int NonceLength = 32;
    private const string AudiencePrefix = "iae:";

    /// <inheritdoc/>
    public string Type => InteractionTypes.Presentation;

    /// <inheritdoc/>
    public AuthSessionState Enter(StepTurn turn, AnswerSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Session with { PresentationNonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceLength)) };
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
            PresentationRequest = Json.WriteText(json =>
            {
                json.WriteStartObject();
                json.WriteString("response_type", "vp_token");
                json.WriteString("response_mode", "iae_post");
                json.WriteString("nonce", turn.Session.PresentationNonce);
                json.WritePropertyName("dcql_query");
                json.WriteRawValue(turn.Step.DcqlQuery!, skipInputValidation: true);
                json.WriteEndObject();
            }),
        };
    }

    /// <inheritdoc/>
    public ValueTask<StepOutcome> ContinueAsync(StepTurn turn, ContinueSession followUp)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ArgumentNullException.ThrowIfNull(followUp);
        return new ValueTask<StepOutcome>(Continue(turn, followUp));
    }

    private StepOutcome Continue(StepTurn turn, ContinueSession followUp)
    {
        if (followUp.PresentationResponse is not { } text)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", "Missing required field: openid4vp_response"));
        }

        if (followUp.CodeVerifier is not null)
        {
            return new StepOutcome.NotAnswered(new ProtocolError("invalid_request", "The current step is a presentation: it takes no code_verifier."));
        }

        if (OpenId4VpResponse.Parse(text) is not { } response)
        {
            return Refused("response_malformed");
        }

        if (response.Error is { } error)
        {
            return new StepOutcome.GivenUp(
                new ProtocolError("presentation_failed", "The wallet did not present the credentials that were asked for."), "wallet_error", WalletError(error, response));
        }

        if (response.VpToken is not { } vpToken)
        {
            return Refused("response_encrypted_unasked");
        }

        return turn.Tenant.FindPresentation(turn.Step.PresentationConfigId!) is { } policy
            ? Verify(turn, policy, vpToken)
            : Refused("presentation_configuration_withdrawn");
    }

    private StepOutcome Verify(StepTurn turn, PresentationPolicy policy, JsonElement vpToken)
    {
        var query = Query(policy, turn.Step);
        var urls = turn.Tenant.Urls;
        var verification = verifier.Verify(query, vpToken, new PresentationContext
        {
            Nonce = turn.Session.PresentationNonce!,
            AcceptedAudiences = [AudiencePrefix + urls.Origin, AudiencePrefix + urls.InteractiveAuthorization],
            Trust = policy.Trust,
            Now = turn.Now,
            ClockSkew = TimeSpan.FromSeconds(policy.Configuration.ClockSkewSeconds),
            HolderBindingMaxAge = TimeSpan.FromSeconds(policy.Configuration.KeyBindingMaxAgeSeconds),
        });
        return verification.IsVerified
            ? new StepOutcome.Completed(
                new CompletedStep
                {
                    Index = turn.Session.CurrentStepIndex,
                    Type = Type,
                    CompletedAt = turn.Now,
                    Credentials = [.. verification.Presentation.Credentials.Select(ToStepCredential)],
                    Subject = PresentedSubject.Find(policy.Configuration.SubjectClaim, verification.Presentation),
                },
                SessionStatus.PresentationReceived)
            : Refused(verification.Failure.Reason.ToString());
    }

    private static DcqlQuery Query(PresentationPolicy policy, SessionStep step)
    {
        // The question that was asked counts, even if the configuration asks another one by now.
        if (policy.DcqlText == step.DcqlQuery)
        {
            return policy.Query;
        }

        return DcqlQuery.TryParse(step.DcqlQuery, out var asked, out _)
            ? asked
            : throw new InvalidOperationException("A session holds a query that was valid when it was asked, and is not any more.");
    }

    private static StepCredential ToStepCredential(PresentedCredential credential) => new()
    {
        Id = credential.QueryId,
        Format = credential.Format,
        Type = credential.Type,
        Issuer = credential.Issuer,
        Claims = credential.Claims.GetRawText(),
        HolderKeyThumbprint = credential.HolderKeyThumbprint,
        IssuedAt = credential.IssuedAt,
        ExpiresAt = credential.ExpiresAt,
    };

    private static string WalletError(string error, OpenId4VpResponse response) => Json.WriteText(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        if (response.ErrorDescription is { } description)
        {
            json.WriteString("error_description", description);
        }

        json.WriteEndObject();
    });

    // The wallet is told one text for every check: which one failed would only help a forger.
    private static StepOutcome.Refused Refused(string reason) =>
        new(new ProtocolError("presentation_failed", VerificationFailure.WalletText), reason);
}
