namespace Eudiplo.Grains.Tenants;

/// <summary>A header that a webhook knows Eudiplo by.</summary>
public sealed record WebhookApiKey
{
    /// <summary>The header's name.</summary>
    public required string HeaderName { get; init; }

    /// <summary>Its value: a secret; <c>valueFile</c> names a file that holds it.</summary>
    public required string Value { get; init; }

    /// <summary>Never the value.</summary>
    public override string ToString() => HeaderName;
}
