using System.Text.Json.Serialization;

namespace Eudiplo.Grains.Credentials;

/// <summary>What is kept of a credential response: no credential, only that there was one.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.IssuedCredential")]
public sealed record IssuedCredential
{
    /// <summary>Hash of the secret of the <c>notification_id</c>.</summary>
    [Id(0)] public required byte[] Notification { get; init; }

    /// <summary>The credential configuration.</summary>
    [Id(1)] public required string CredentialConfigurationId { get; init; }

    /// <summary>When it was issued.</summary>
    [Id(2)] public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How many credentials there were, each bound to a key of its own.</summary>
    [Id(3)] public required int Count { get; init; }

    /// <summary>The last event that the wallet told of (OID4VCI, "Notification Request"); null while there was none.</summary>
    [Id(4)] public string? Event { get; init; }

    /// <summary>Their indices in the status list; null where they have none.</summary>
    [Id(5)] public IReadOnlyList<int>? StatusIndices { get; init; }

    /// <summary>The status list that these indices are of; null where they have none.</summary>
    [Id(6)] public string? StatusListUri { get; init; }

    /// <summary>Whether the wallet keeps the credentials.</summary>
    [JsonIgnore]
    public bool IsAccepted => Event == "credential_accepted";
}
