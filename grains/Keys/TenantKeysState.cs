using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Grains.Keys;

/// <summary>The stored keys of a tenant. Storage encrypts the payload, so no private key lies in the database in clear.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.TenantKeysState")]
public sealed record TenantKeysState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The tenant.</summary>
    [Id(1)] public string TenantId { get; init; } = string.Empty;

    /// <summary>The keys, newest first.</summary>
    [Id(2)] public IReadOnlyList<TenantKey> Keys { get; init; } = [];

    /// <summary>When the first key was made.</summary>
    [Id(3)] public DateTimeOffset CreatedAt { get; init; }

    string IStoredState.Status => string.Empty;

    string? IStoredState.ClientId => null;

    string? IStoredState.Subject => null;

    string? IStoredState.GroupId => null;

    DateTimeOffset? IStoredState.ExpiresAt => null;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
