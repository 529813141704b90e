using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Grains.RequestSigning;

/// <summary>The stored keys for presentation requests of a tenant. The rules of stored states are those of <see cref="Sessions.AuthSessionState"/>.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.RequestKeysState")]
public sealed record RequestKeysState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The tenant.</summary>
    [Id(1)] public string TenantId { get; init; } = string.Empty;

    /// <summary>The keys, one for each host.</summary>
    [Id(2)] public IReadOnlyList<RequestKey> Keys { get; init; } = [];

    /// <summary>When the first key was made.</summary>
    [Id(3)] public DateTimeOffset CreatedAt { get; init; }

    string IStoredState.Status => string.Empty;

    string? IStoredState.ClientId => null;

    string? IStoredState.Subject => null;

    string? IStoredState.GroupId => null;

    DateTimeOffset? IStoredState.ExpiresAt => null;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
