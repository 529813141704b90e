using Eudiplo.Grains.Sessions;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Grains.Steps;

/// <summary>What is kept of a presentation that was accepted: <c>docs/completed-steps.md</c>.</summary>
internal static class PresentedStep
{
    /// <summary>The completed step.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="policy">The presentation configuration.</param>
    /// <param name="presentation">What was verified.</param>
    /// <param name="statuses">What the status lists say, for each credential.</param>
    /// <param name="webhookClaims">What the webhook answered.</param>
    public static CompletedStep Of(
        StepTurn turn, PresentationPolicy policy, VerifiedPresentation presentation, IReadOnlyList<string?> statuses, string? webhookClaims) => new()
        {
            Index = turn.Session.CurrentStepIndex,
            Type = InteractionTypes.Presentation,
            CompletedAt = turn.Now,
            Credentials = [.. presentation.Credentials.Select((one, at) => Credential(one, statuses[at]))],
            Subject = PresentedSubject.Find(policy.Configuration.SubjectClaim, presentation),
            WebhookClaims = webhookClaims,
            RequireHolderKeyForProofs = policy.Configuration.RequireHolderKeyForProofs ? true : null,
        };

    private static StepCredential Credential(PresentedCredential credential, string? status) => new()
    {
        Id = credential.QueryId,
        Format = credential.Format,
        Type = credential.Type,
        Issuer = credential.Issuer,
        Claims = credential.Claims.GetRawText(),
        HolderKeyThumbprint = credential.HolderKeyThumbprint,
        IssuedAt = credential.IssuedAt,
        ExpiresAt = credential.ExpiresAt,
        Status = status,
    };
}
