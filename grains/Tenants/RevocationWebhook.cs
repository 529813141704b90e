namespace Eudiplo.Grains.Tenants;

/// <summary>A service of the tenant that is told of a revocation before it is made, and may bypass it: <c>docs/grants.md</c>.</summary>
public sealed record RevocationWebhook
{
    /// <summary>Where it is: absolute, https (http only to a loopback address that <see cref="OutboundSettings.AllowLoopback"/> opens).</summary>
    public required string Url { get; init; }

    /// <summary>How Eudiplo shows who it is. Default: not at all.</summary>
    public WebhookAuthentication Auth { get; init; } = new();

    /// <summary>How long its answer is waited for, in seconds: 1 to 10. Default 5.</summary>
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>Neither the key, nor a path that may hold one.</summary>
    public override string ToString() => "RevocationWebhook";
}
