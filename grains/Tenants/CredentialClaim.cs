using System.Text.Json;

namespace Eudiplo.Grains.Tenants;

/// <summary>A claim of an issued credential, and where its value comes from: <see cref="Value"/> or <see cref="From"/>.</summary>
public sealed record CredentialClaim
{
    /// <summary>The names that lead to the claim in the credential: 1 to 8.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>The same value in every credential.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>
    /// Where the value lies in what the steps found out: the id of a credential query and the names within the presented claims; or
    /// <c>data</c> and the names within a web step's result or an offer's data; or <c>webhook</c> and the names within a claims webhook's answer.
    /// Where several steps have it, the last one counts.
    /// </summary>
    public IReadOnlyList<string>? From { get; init; }

    /// <summary>Whether the credential is issued without the claim when there is no value. Default false: then it is not issued at all.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether the holder may keep the claim back. Default true.</summary>
    public bool SelectivelyDisclosable { get; init; } = true;

    /// <summary>The name that people see.</summary>
    public string? DisplayName { get; init; }
}
