using Eudiplo.Grains.Tenants;

namespace Eudiplo.Grains.Clients;

/// <summary>The client that a request comes from.</summary>
/// <param name="ClientId">Its identifier.</param>
/// <param name="Registration">Its registration; null for a public client that the tenant takes without one.</param>
public sealed record AuthenticatedClient(string ClientId, ClientDocument? Registration)
{
    /// <summary>RFC 7638 thumbprint of the key of the client instance, where it was attested.</summary>
    public string? Instance { get; init; }

    /// <summary>What it showed that works once; null for nothing.</summary>
    internal UsedProof? Proof { get; init; }

    /// <summary>Whether it has shown who it is, and not only said so.</summary>
    public bool IsAuthenticated => Instance is not null || Registration is { TokenEndpointAuthMethod: not "none" };

    /// <summary>Whether the client may do something: see <see cref="ClientPermissions"/>.</summary>
    public bool May(string permission) =>
        Registration is null ? permission == ClientPermissions.Authorize : Registration.Permissions.Contains(permission);
}
