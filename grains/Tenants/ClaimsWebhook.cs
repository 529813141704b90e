namespace Eudiplo.Grains.Tenants;

/// <summary>A service of the tenant that is told what a presentation showed, and answers with claims: <c>docs/webhooks.md</c>.</summary>
public sealed record ClaimsWebhook
{
    /// <summary>Where it is: absolute, https (http only to a loopback address that <see cref="OutboundSettings.AllowLoopback"/> opens).</summary>
    public required string Url { get; init; }

    /// <summary>How Eudiplo shows who it is. Default: not at all.</summary>
    public WebhookAuthentication Auth { get; init; } = new();

    /// <summary>The ids of the credential queries whose presentations are handed on as they were sent. Default none.</summary>
    public IReadOnlyList<string> IncludeRawTokensFor { get; init; } = [];

    /// <summary>The longest time for one try, in seconds: 1 to 10. Default 5. All tries together have 15 s.</summary>
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>How often it is tried when it fails with 5xx, or cannot be reached: 1 to 5. Default 3.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>Neither the key, nor a path that may hold one.</summary>
    public override string ToString() => "ClaimsWebhook";
}
