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
}
