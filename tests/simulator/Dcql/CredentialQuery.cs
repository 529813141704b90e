namespace Eudiplo.WalletSimulator.Dcql;

/// <summary>One entry of `credentials` in a DCQL query (OpenID4VP, section 6.1).</summary>
/// <param name="Id">The key of the answer in `vp_token`.</param>
/// <param name="Format">The credential format, for example `dc+sd-jwt`.</param>
/// <param name="Types">`vct_values` or `doctype_value` of `meta`; null where any type will do.</param>
/// <param name="Claims">The claims asked for; null: none that are selectively disclosable.</param>
/// <param name="ClaimSets">Combinations of claim ids, the verifier's favourite first; null: all of the claims.</param>
/// <param name="Multiple">Whether several presentations may answer.</param>
/// <param name="HolderBinding">Whether the holder must prove its key; true unless the query says false.</param>
public sealed record CredentialQuery(
    string Id,
    string Format,
    IReadOnlyList<string>? Types,
    IReadOnlyList<ClaimQuery>? Claims,
    IReadOnlyList<IReadOnlyList<string>>? ClaimSets,
    bool Multiple,
    bool HolderBinding);
