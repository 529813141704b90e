using Eudiplo.Grains.Abstractions.Storage;

namespace Eudiplo.Grains.Credentials;

/// <summary>The stored state of a status list's indices.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.StatusIndexState")]
public sealed record StatusIndexState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The tenant.</summary>
    [Id(1)] public string TenantId { get; init; } = string.Empty;

    /// <summary>How many indices were given out.</summary>
    [Id(2)] public int Taken { get; init; }

    /// <summary>The step from one index to the next, modulo the size and coprime to it: neighbours in time are no neighbours in the list.</summary>
    [Id(3)] public int Stride { get; init; }

    /// <summary>The first index.</summary>
    [Id(4)] public int Offset { get; init; }

    /// <summary>The size that stride and offset were chosen for.</summary>
    [Id(5)] public int Size { get; init; }

    /// <summary>When the first index was given out.</summary>
    [Id(6)] public DateTimeOffset CreatedAt { get; init; }

    string IStoredState.Status => string.Empty;

    string? IStoredState.ClientId => null;

    string? IStoredState.Subject => null;

    string? IStoredState.GroupId => null;

    DateTimeOffset? IStoredState.ExpiresAt => null;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
