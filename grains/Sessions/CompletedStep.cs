using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Sessions;

/// <summary>What a completed step found out. Personal data.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.CompletedStep")]
public sealed record CompletedStep
{
    /// <summary>The step's index, from 0.</summary>
    [Id(0)] public required int Index { get; init; }

    /// <summary>The interaction type.</summary>
    [Id(1)] public required string Type { get; init; }

    /// <summary>When the step was completed.</summary>
    [Id(2)] public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>The verified credentials of a presentation.</summary>
    [Id(3)] public IReadOnlyList<StepCredential>? Credentials { get; init; }

    /// <summary>The backend's result data of a web step: a JSON object.</summary>
    [Id(4), JsonConverter(typeof(RawJsonConverter))] public string? Data { get; init; }

    /// <summary>Who the user is, where the presentation configuration names the claim that tells.</summary>
    [Id(5)] public string? Subject { get; init; }

    /// <summary>What the claims webhook answered: a JSON object.</summary>
    [Id(6), JsonConverter(typeof(RawJsonConverter))] public string? WebhookClaims { get; init; }

    /// <summary>True: the credential that is issued must be bound to the holder key of these credentials. Null: it need not be.</summary>
    [Id(7)] public bool? RequireHolderKeyForProofs { get; init; }
}
