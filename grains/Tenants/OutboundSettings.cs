namespace Eudiplo.Grains.Tenants;

/// <summary>
/// What this tenant's requests to webhooks, status lists and issuer metadata may reach beside the public internet. Loopback, link-local
/// and private addresses are closed otherwise.
/// </summary>
public sealed record OutboundSettings
{
    /// <summary>Host names whose addresses may be private ones. Default none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Networks whose addresses may be reached, in CIDR form. Default none.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Whether the machine that Eudiplo runs on may be reached, over plain http too: for development. Default false.</summary>
    public bool AllowLoopback { get; init; }
}
