namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>What a browser is shown instead of a redirect.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.BrowserPage")]
public sealed record BrowserPage
{
    /// <summary>The page.</summary>
    [Id(0)] public required BrowserPageKind Kind { get; init; }

    /// <summary>The tenant's name for people; null when it has none.</summary>
    [Id(1)] public string? TenantName { get; init; }

    /// <summary>The step's name for people; null when it has none.</summary>
    [Id(2)] public string? StepLabel { get; init; }

    /// <summary>After how many seconds the page looks again; null for not at all.</summary>
    [Id(3)] public int? RefreshSeconds { get; init; }

    /// <summary>The link that a wallet on another device scans; null where nothing is asked.</summary>
    [Id(4)] public SecretText? ScanLink { get; init; }

    /// <summary>The link that a wallet on the same device opens; null where nothing is asked.</summary>
    [Id(5)] public SecretText? OpenLink { get; init; }
}
