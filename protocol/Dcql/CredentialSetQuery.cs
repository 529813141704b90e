namespace Eudiplo.Protocol.Dcql;

/// <summary>A credential set query (OpenID4VP 1.0 section 6.2).</summary>
/// <param name="Options">Lists of credential query ids, the preferred one first; each satisfies the set.</param>
/// <param name="Required">Whether the set must be satisfied. Default true.</param>
public sealed record CredentialSetQuery(IReadOnlyList<IReadOnlyList<string>> Options, bool Required = true);
