using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Grains.Replays;

/// <summary>The row of something that was used: what it was is only in the key, as a hash.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.UsedIdentifierState")]
public sealed record UsedIdentifierState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The tenant.</summary>
    [Id(1)] public string TenantId { get; init; } = string.Empty;

    /// <summary>The request that used it: its second try, after a lost race for a row, is no second use.</summary>
    [Id(2)] public Guid RequestId { get; init; }

    /// <summary>When it was used.</summary>
    [Id(3)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it can no longer be used anyway.</summary>
    [Id(4)] public DateTimeOffset ExpiresAt { get; init; }

    string IStoredState.Status => string.Empty;

    string? IStoredState.ClientId => null;

    string? IStoredState.Subject => null;

    string? IStoredState.GroupId => null;

    DateTimeOffset? IStoredState.ExpiresAt => ExpiresAt;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
