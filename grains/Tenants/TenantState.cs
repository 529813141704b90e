using System.Text.Json.Serialization;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Tenants;

/// <summary>The stored state of a tenant that was made through the admin API.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.TenantState")]
public sealed record TenantState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The tenant.</summary>
    [Id(1)] public string TenantId { get; init; } = string.Empty;

    /// <summary>The document.</summary>
    [Id(2), JsonConverter(typeof(RawJsonConverter))] public string Document { get; init; } = "{}";

    /// <summary>Its version: the ETag of the admin API.</summary>
    [Id(3)] public string Version { get; init; } = string.Empty;

    /// <summary>When the tenant was made.</summary>
    [Id(4)] public DateTimeOffset CreatedAt { get; init; }

    string IStoredState.Status => string.Empty;

    string? IStoredState.ClientId => null;

    string? IStoredState.Subject => null;

    string? IStoredState.GroupId => null;

    DateTimeOffset? IStoredState.ExpiresAt => null;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
