using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Grants;

/// <summary>An access token as it is stored.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.AccessToken")]
public sealed record AccessToken
{
    /// <summary>Hash of the token's secret.</summary>
    [Id(0)] public required byte[] Hash { get; init; }

    /// <summary>When it was issued.</summary>
    [Id(1)] public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it expires.</summary>
    [Id(2)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The scope, where a refresh asked for less than was granted; null for all of it.</summary>
    [Id(3)] public string? Scope { get; init; }

    /// <summary>Whether the token is a JWT, and <see cref="Hash"/> that of its <c>jti</c>'s secret; otherwise the token is the capability itself.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsJwt { get; init; }
}
