using Eudiplo.Grains.Tenants;

namespace Eudiplo.Grains.Sessions;

/// <summary>An initial request that passed every check.</summary>
/// <param name="Credentials">What is asked for, each once, in the order of the request.</param>
/// <param name="Scope">The granted scope: what of the requested one the tenant knows.</param>
/// <param name="InteractionTypes">What the wallet supports.</param>
public sealed record AuthorizationRequest(
    IReadOnlyList<CredentialConfiguration> Credentials,
    string? Scope,
    IReadOnlyList<string> InteractionTypes);
