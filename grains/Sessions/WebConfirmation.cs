using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Sessions;

/// <summary>The backend's word that a web step is done.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.WebConfirmation")]
public sealed record WebConfirmation
{
    /// <summary>The step that was confirmed.</summary>
    [Id(0)] public required int StepIndex { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>What the step found out: a JSON object. It moves to the completed step once the wallet comes back.</summary>
    [Id(2), JsonConverter(typeof(RawJsonConverter))] public string? Data { get; init; }

    /// <summary>The backend that confirmed.</summary>
    [Id(3)] public required string ClientId { get; init; }

    /// <summary>SHA-256 of the data, or of nothing: known when the data itself has moved on.</summary>
    [Id(4)] public byte[]? DataHash { get; init; }

    /// <summary>SHA-256 of the confirmation's idempotency key; null for none.</summary>
    [Id(5)] public byte[]? KeyHash { get; init; }
}
