namespace Eudiplo.Grains.Tenants;

/// <summary>How Eudiplo shows a webhook who it is.</summary>
public sealed record WebhookAuthentication
{
    /// <summary><c>none</c> or <c>apiKey</c>. Default <c>none</c>.</summary>
    public string Type { get; init; } = "none";

    /// <summary>For <c>apiKey</c>: the header and its value.</summary>
    public WebhookApiKey? Config { get; init; }
}
