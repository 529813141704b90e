using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.Dcql;

/// <summary>One entry of `claims` in a DCQL credential query (OpenID4VP, section 6.3).</summary>
/// <param name="Id">Names the entry for `claim_sets`.</param>
/// <param name="Path">Where the claim lies.</param>
/// <param name="Values">The values that the verifier would accept; null where any will do.</param>
public sealed record ClaimQuery(string? Id, ClaimPath Path, IReadOnlyList<JsonNode>? Values);
