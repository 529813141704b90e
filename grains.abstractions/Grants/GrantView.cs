namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>What an operator may see of a grant: no secret, and nothing personal but the subject, which is left out unless asked for.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.GrantView")]
public sealed record GrantView
{
    /// <summary>The grant's id: that of its session, where it came from one.</summary>
    [Id(0)] public required Guid Id { get; init; }

    /// <summary>The client that the tokens are for.</summary>
    [Id(1)] public string? ClientId { get; init; }

    /// <summary>The user; personal data.</summary>
    [Id(2)] public string? Subject { get; init; }

    /// <summary>The group for bulk revocation.</summary>
    [Id(3)] public string? GroupId { get; init; }

    /// <summary>The granted scope.</summary>
    [Id(4)] public string? Scope { get; init; }

    /// <summary>The granted authorization details as JSON text.</summary>
    [Id(5)] public string? AuthorizationDetails { get; init; }

    /// <summary>How the grant came to be.</summary>
    [Id(6)] public required GrantType GrantType { get; init; }

    /// <summary>When the user was authenticated.</summary>
    [Id(7)] public DateTimeOffset? AuthTime { get; init; }

    /// <summary>When the grant was made.</summary>
    [Id(8)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When nothing of it is alive any more.</summary>
    [Id(9)] public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was revoked; null while it is not.</summary>
    [Id(10)] public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was revoked: a short reason.</summary>
    [Id(11)] public string? RevocationReason { get; init; }

    /// <summary>How many access tokens are alive.</summary>
    [Id(12)] public required int AccessTokenCount { get; init; }

    /// <summary>When the newest access token expires.</summary>
    [Id(13)] public DateTimeOffset? AccessTokenExpiresAt { get; init; }

    /// <summary>When the newest refresh token expires; null when there is none.</summary>
    [Id(14)] public DateTimeOffset? RefreshTokenExpiresAt { get; init; }

    /// <summary>How often the grant was refreshed.</summary>
    [Id(15)] public required int RefreshCount { get; init; }

    /// <summary>RFC 7638 thumbprint of the DPoP key that the tokens are bound to.</summary>
    [Id(16)] public string? DpopThumbprint { get; init; }

    /// <summary>The last credential responses, oldest first; null from a server of an earlier version.</summary>
    [Id(17)] public IReadOnlyList<IssuedCredentialView>? Credentials { get; init; }
}
