namespace Eudiplo.Grains.Abstractions.Revocations;

/// <summary>Where a grant stands in its tenant's order of grants and revocations.</summary>
/// <param name="CreatedAt">The time of its making: later than every revocation before it, and earlier than every one after.</param>
/// <param name="Sequence">How many revocations there had been.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.GrantStart")]
public sealed record GrantStart(
    [property: Id(0)] DateTimeOffset CreatedAt,
    [property: Id(1)] long Sequence);
