using Eudiplo.WalletSimulator.Presentations;

namespace Eudiplo.WalletSimulator.Dcql;

/// <summary>A credential chosen for a credential query, and what to reveal of it.</summary>
/// <param name="Query">The query that it answers.</param>
/// <param name="Credential">The credential.</param>
/// <param name="Claims">The claims to reveal.</param>
public sealed record CredentialMatch(CredentialQuery Query, IHeldCredential Credential, IReadOnlyList<ClaimQuery> Claims);
