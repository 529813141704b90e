namespace Eudiplo.Grains.Abstractions.Grants;

/// <summary>What an operator may see of a credential response: no credential, and nothing that it says.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.IssuedCredentialView")]
public sealed record IssuedCredentialView
{
    /// <summary>The credential configuration.</summary>
    [Id(0)] public required string CredentialConfigurationId { get; init; }

    /// <summary>When it was issued.</summary>
    [Id(1)] public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How many credentials there were.</summary>
    [Id(2)] public required int Count { get; init; }

    /// <summary>The last event that the wallet told of; null while there was none.</summary>
    [Id(3)] public string? Event { get; init; }

    /// <summary>The status list that they refer to; null where they refer to none.</summary>
    [Id(4)] public string? StatusListUri { get; init; }

    /// <summary>Their indices in it: what its publisher sets to revoke them.</summary>
    [Id(5)] public IReadOnlyList<int>? StatusIndices { get; init; }
}
