namespace Eudiplo.WalletSimulator.Dcql;

/// <summary>One entry of `credential_sets` in a DCQL query (OpenID4VP, section 6.2).</summary>
/// <param name="Options">Each a set of credential query ids that would do.</param>
/// <param name="Required">Whether one of the options must be answered.</param>
public sealed record CredentialSetQuery(IReadOnlyList<IReadOnlyList<string>> Options, bool Required);
