using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Grains.Revocations;

/// <summary>The stored state of a tenant's revocations.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.TenantRevocationsState")]
public sealed record TenantRevocationsState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The tenant.</summary>
    [Id(1)] public string TenantId { get; init; } = string.Empty;

    /// <summary>How many revocations there were.</summary>
    [Id(2)] public long Sequence { get; init; }

    /// <summary>The newest time that a revocation was given.</summary>
    [Id(3)] public DateTimeOffset LastAt { get; init; }

    /// <summary>The newest revocations, oldest first.</summary>
    [Id(4)] public IReadOnlyList<RevocationRecord> Recent { get; init; } = [];

    /// <summary>The number of the newest revocation that is no longer among <see cref="Recent"/>.</summary>
    [Id(5)] public long ForgottenUpTo { get; init; }

    /// <summary>When the first revocation was recorded.</summary>
    [Id(6)] public DateTimeOffset CreatedAt { get; init; }

    string IStoredState.Status => string.Empty;

    string? IStoredState.ClientId => null;

    string? IStoredState.Subject => null;

    string? IStoredState.GroupId => null;

    DateTimeOffset? IStoredState.ExpiresAt => null;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
