using System.Text.Json.Serialization;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Credentials;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Grants;

/// <summary>The stored state of a grant. Immutable; stored as JSON with these names, under the same promises as the session's state.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.GrantState")]
public sealed record GrantState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The grant's id: that of its session, where it came from one.</summary>
    [Id(1)] public Guid Id { get; init; }

    /// <summary>The tenant.</summary>
    [Id(2)] public string TenantId { get; init; } = string.Empty;

    /// <summary>The client that the tokens are for.</summary>
    [Id(3)] public string? ClientId { get; init; }

    /// <summary>The user, where the steps told who it is.</summary>
    [Id(4)] public string? Subject { get; init; }

    /// <summary>The group for bulk revocation.</summary>
    [Id(5)] public string? GroupId { get; init; }

    /// <summary>The granted scope.</summary>
    [Id(6)] public string? Scope { get; init; }

    /// <summary>The granted authorization details as JSON text.</summary>
    [Id(7)] public string? AuthorizationDetails { get; init; }

    /// <summary>Hash of the code's secret.</summary>
    [Id(8)] public byte[]? Code { get; init; }

    /// <summary>When the user was authenticated.</summary>
    [Id(9)] public DateTimeOffset? AuthTime { get; init; }

    /// <summary>The completed steps' data. Personal data.</summary>
    [Id(10), JsonConverter(typeof(RawJsonConverter))] public string? CompletedSteps { get; init; }

    /// <summary>The access tokens.</summary>
    [Id(11)] public IReadOnlyList<AccessToken> AccessTokens { get; init; } = [];

    /// <summary>When the grant was revoked; null while it is not.</summary>
    [Id(12)] public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why it was revoked: a short reason for operators.</summary>
    [Id(13)] public string? RevocationReason { get; init; }

    /// <summary>When the grant was made.</summary>
    [Id(14)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When nothing of the grant is alive any more.</summary>
    [Id(15)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The refresh tokens; null where the grant has none.</summary>
    [Id(16)] public RefreshFamily? Refresh { get; init; }

    /// <summary>RFC 7638 thumbprint of the DPoP key that the tokens are bound to.</summary>
    [Id(17)] public string? DpopThumbprint { get; init; }

    /// <summary>How the grant came to be.</summary>
    [Id(18)] public GrantType GrantType { get; init; }

    /// <summary>The <c>nonce</c> of the authorization request, for ID tokens.</summary>
    [Id(19)] public string? Nonce { get; init; }

    /// <summary>Hash of the secret of the newest ID token's <c>jti</c>; null where there is none.</summary>
    [Id(20)] public byte[]? IdToken { get; init; }

    /// <summary>The newest credential responses; null while there was none.</summary>
    [Id(21)] public IReadOnlyList<IssuedCredential>? Issued { get; init; }

    /// <summary>Hash of the attempt that made the grant, until the first exchange: it gets its answer again.</summary>
    [Id(22)] public byte[]? Attempt { get; init; }

    /// <summary>With the attempt, which is not stored, this gives the secrets of the first tokens. 32 random bytes.</summary>
    [Id(23)] public byte[]? AttemptSalt { get; init; }

    /// <summary>RFC 7638 thumbprint of the key of the client instance that the refresh tokens are for; null where none was attested.</summary>
    [Id(24)] public string? ClientInstance { get; init; }

    string IStoredState.Status => RevokedAt is null ? "active" : "revoked";

    DateTimeOffset? IStoredState.ExpiresAt => ExpiresAt;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
