namespace Eudiplo.Grains.Webhooks;

/// <summary>What came of asking a claims webhook.</summary>
public abstract record WebhookOutcome
{
    private WebhookOutcome()
    {
    }

    /// <summary>It took the presentation.</summary>
    /// <param name="Claims">What it answered: a JSON object; null when it answered nothing.</param>
    public sealed record Accepted(string? Claims) : WebhookOutcome
    {
        /// <summary>Never the claims.</summary>
        public override string ToString() => nameof(Accepted);
    }

    /// <summary>It refused the presentation: 4xx.</summary>
    /// <param name="Detail">For the log.</param>
    public sealed record Refused(string Detail) : WebhookOutcome;

    /// <summary>It could not be asked, or its answer could not be understood.</summary>
    /// <param name="Detail">For the log.</param>
    public sealed record Unavailable(string Detail) : WebhookOutcome;
}
