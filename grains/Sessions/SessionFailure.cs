namespace Eudiplo.Grains.Sessions;

/// <summary>Why a session failed: what the wallet was told, so that it can be told again, and what an operator is told.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.SessionFailure")]
public sealed record SessionFailure
{
    /// <summary>The error code that the wallet got.</summary>
    [Id(0)] public required string Code { get; init; }

    /// <summary>The error description that the wallet got.</summary>
    [Id(1)] public required string Description { get; init; }

    /// <summary>A short reason for operators, without personal data.</summary>
    [Id(2)] public required string Reason { get; init; }
}
