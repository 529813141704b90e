using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Sessions;

/// <summary>A credential that a presentation showed, verified. Personal data.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.StepCredential")]
public sealed record StepCredential
{
    /// <summary>The id of the credential query that it answers.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The format: <c>dc+sd-jwt</c> or <c>mso_mdoc</c>.</summary>
    [Id(1)] public required string Format { get; init; }

    /// <summary>The credential's <c>vct</c> or docType.</summary>
    [Id(2)] public string? Type { get; init; }

    /// <summary>The issuer.</summary>
    [Id(3)] public string? Issuer { get; init; }

    /// <summary>The claims that the query asked for, as disclosed: a JSON object.</summary>
    [Id(4), JsonConverter(typeof(RawJsonConverter))] public required string Claims { get; init; }

    /// <summary>RFC 7638 thumbprint of the holder's key; null without key binding.</summary>
    [Id(5)] public string? HolderKeyThumbprint { get; init; }

    /// <summary>When the credential was issued, where it says so.</summary>
    [Id(6)] public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When the credential expires, where it says so.</summary>
    [Id(7)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><c>valid</c>: its status list says so; <c>unknown</c>: the list could not be had, and that was to be accepted. Null: not looked up.</summary>
    [Id(8)] public string? Status { get; init; }
}
