using System.Text.Json;

namespace Eudiplo.Protocol.Dcql;

/// <summary>A claims query (OpenID4VP 1.0 section 6.3).</summary>
/// <param name="Path">The claims path pointer.</param>
public sealed record ClaimQuery(IReadOnlyList<ClaimsPathElement> Path)
{
    /// <summary><c>id</c>, if any; there is one wherever <c>claim_sets</c> are.</summary>
    public string? Id { get; init; }

    /// <summary>The values of which the claim must have one: strings, integers, booleans. Empty: any value.</summary>
    public IReadOnlyList<JsonElement> Values { get; init; } = [];

    /// <summary>mdoc: whether the verifier keeps the element (<c>intent_to_retain</c>).</summary>
    public bool IntentToRetain { get; init; }
}
