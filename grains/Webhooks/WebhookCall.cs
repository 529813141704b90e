using Eudiplo.Protocol.Presentations;

namespace Eudiplo.Grains.Webhooks;

/// <summary>What a claims webhook is told.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="LogId">What the session is called in the log.</param>
/// <param name="IdempotencyKey">The same for every try of one question: see <see cref="IdempotencyKeys"/>.</param>
/// <param name="Presentation">What was verified.</param>
public sealed record WebhookCall(Guid SessionId, string LogId, string IdempotencyKey, VerifiedPresentation Presentation)
{
    /// <summary>The <c>issuer_state</c> of the wallet's request; null where there was none.</summary>
    public string? IssuerState { get; init; }
}
