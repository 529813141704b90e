using Eudiplo.Grains.Abstractions.Clients;

namespace Eudiplo.Grains.Abstractions.Sessions;

/// <summary>The tenant's backend says that the user has finished the web step.</summary>
[GenerateSerializer, Immutable, Alias("eudiplo.ConfirmWebStep")]
public sealed record ConfirmWebStep
{
    /// <summary>Who the sender says it is: a client of the tenant that may confirm web steps.</summary>
    [Id(0)] public PresentedCredentials Credentials { get; init; } = PresentedCredentials.None;

    /// <summary>What the web step found out, as the text of a JSON object; null for nothing. It becomes part of the completed step's data.</summary>
    [Id(1)] public string? Data { get; init; }

    /// <summary><c>code_verifier</c>, when the backend was given it: checked when present, never needed.</summary>
    [Id(2)] public SecretText? CodeVerifier { get; init; }

    /// <summary>Which step is meant, from 0; null for the one that waits.</summary>
    [Id(3)] public int? Step { get; init; }

    /// <summary>Names the confirmation, so that the same one sent again is known again; null for none.</summary>
    [Id(4)] public string? IdempotencyKey { get; init; }
}
