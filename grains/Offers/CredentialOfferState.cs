using System.Text.Json.Serialization;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Grains.Offers;

/// <summary>The stored state of a credential offer. Secrets are here as hashes only.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.CredentialOfferState")]
public sealed record CredentialOfferState : IStoredState
{
    /// <summary>The schema that this version of Eudiplo writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The schema of this state.</summary>
    [Id(0)] public int SchemaVersion { get; init; }

    /// <summary>The offer's id.</summary>
    [Id(1)] public Guid Id { get; init; }

    /// <summary>The tenant.</summary>
    [Id(2)] public string TenantId { get; init; } = string.Empty;

    /// <summary>The credentials, by their configuration ids.</summary>
    [Id(3)] public IReadOnlyList<string> CredentialConfigurationIds { get; init; } = [];

    /// <summary>Hash of the link's secret.</summary>
    [Id(4)] public byte[] Link { get; init; } = [];

    /// <summary>Hash of the pre-authorized code's secret; null where the flow is not offered.</summary>
    [Id(5)] public byte[]? Code { get; init; }

    /// <summary>Whether the authorization code flow is offered.</summary>
    [Id(6)] public bool AuthorizationCode { get; init; }

    /// <summary>HMAC of the transaction code under <see cref="TransactionCodeKey"/>; null where none is needed.</summary>
    [Id(7)] public byte[]? TransactionCode { get; init; }

    /// <summary>The key of that HMAC: a short code cannot be kept as a bare hash. 32 random bytes.</summary>
    [Id(8)] public byte[]? TransactionCodeKey { get; init; }

    /// <summary>Wrong transaction codes so far.</summary>
    [Id(9)] public int Attempts { get; init; }

    /// <summary>The user, where it is known.</summary>
    [Id(10)] public string? Subject { get; init; }

    /// <summary>The group for bulk revocation.</summary>
    [Id(11)] public string? GroupId { get; init; }

    /// <summary>What the credentials are made from. Personal data.</summary>
    [Id(12), JsonConverter(typeof(RawJsonConverter))] public string? Data { get; init; }

    /// <summary>When the code was redeemed; null while it was not.</summary>
    [Id(13)] public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>When the offer was made.</summary>
    [Id(14)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires.</summary>
    [Id(15)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Hash of the attempt that redeemed the code; null while none did.</summary>
    [Id(16)] public byte[]? RedeemedBy { get; init; }

    string IStoredState.Status => RedeemedAt is null ? "offered" : "redeemed";

    string? IStoredState.ClientId => null;

    DateTimeOffset? IStoredState.ExpiresAt => ExpiresAt;

    DateTimeOffset? IStoredState.RetainUntil => null;
}
