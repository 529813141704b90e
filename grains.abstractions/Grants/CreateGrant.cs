namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>What a grant begins with: what the session knew when its code was redeemed.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.CreateGrant")]
public sealed record CreateGrant
{
    /// <summary>The client that the tokens are for.</summary>
    [Id(0)] public required string ClientId { get; init; }

    /// <summary>The user, where the steps told who it is.</summary>
    [Id(1)] public string? Subject { get; init; }

    /// <summary>The group for bulk revocation, where there is one.</summary>
    [Id(2)] public string? GroupId { get; init; }

    /// <summary>The granted scope.</summary>
    [Id(3)] public string? Scope { get; init; }

    /// <summary>The granted authorization details as JSON text.</summary>
    [Id(4)] public string? AuthorizationDetails { get; init; }

    /// <summary>SHA-256 of the code's secret, so that the grant can be opened by its code: 32 bytes.</summary>
    [Id(5)] public byte[]? CodeHash { get; init; }

    /// <summary>When the last step was completed: the <c>auth_time</c>.</summary>
    [Id(6)] public required DateTimeOffset AuthTime { get; init; }

    /// <summary>The completed steps' data as the text of a JSON array: what credentials are made from. Personal data.</summary>
    [Id(7)] public string? CompletedSteps { get; init; }

    /// <summary>The lifetime of the access token; null for the tenant's.</summary>
    [Id(8)] public TimeSpan? AccessTokenLifetime { get; init; }

    /// <summary>How the grant came to be.</summary>
    [Id(9)] public GrantType GrantType { get; init; }

    /// <summary>RFC 7638 thumbprint of the DPoP key that the tokens are bound to; null for bearer tokens.</summary>
    [Id(10)] public string? DpopThumbprint { get; init; }

    /// <summary>The <c>nonce</c> of the authorization request, for the ID token (OpenID Connect Core 1.0, section 2).</summary>
    [Id(11)] public string? Nonce { get; init; }

    /// <summary>Until when the grant is remembered at least, even when its tokens have expired; null for no longer than them.</summary>
    [Id(12)] public DateTimeOffset? RememberUntil { get; init; }

    /// <summary>The request that makes the grant, 32 random bytes: it gets its answer again when it comes again. Null: nobody does.</summary>
    [Id(13)] public byte[]? Attempt { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the client instance, where it was attested: the refresh token is for that instance only.</summary>
    [Id(14)] public string? ClientInstance { get; init; }
}
