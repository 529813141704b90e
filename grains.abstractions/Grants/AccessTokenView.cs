namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>What is known of a presented access token.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.AccessTokenView")]
public sealed record AccessTokenView
{
    /// <summary>Whether the token is one of this grant's, unexpired and unrevoked. All else is empty when it is not.</summary>
    [Id(0)] public required bool Active { get; init; }

    /// <summary>The client that it was issued to.</summary>
    [Id(1)] public string? ClientId { get; init; }

    /// <summary>The granted scope.</summary>
    [Id(2)] public string? Scope { get; init; }

    /// <summary>The granted authorization details as JSON text.</summary>
    [Id(3)] public string? AuthorizationDetails { get; init; }

    /// <summary>When it was issued.</summary>
    [Id(4)] public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When it expires.</summary>
    [Id(5)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>RFC 7638 thumbprint of the DPoP key that the token is bound to; null for a bearer token.</summary>
    [Id(6)] public string? DpopThumbprint { get; init; }

    /// <summary>How the grant came to be.</summary>
    [Id(7)] public GrantType? GrantType { get; init; }
}
