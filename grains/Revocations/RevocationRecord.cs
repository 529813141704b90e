using Eudiplo.Grains.Abstractions.Revocations;

namespace Eudiplo.Grains.Revocations;

/// <summary>A revocation in bulk, kept for as long as a grant that had begun before it may still be on its way into the store.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="At">The time before which grants are revoked.</param>
/// <param name="Target">Whose grants.</param>
[GenerateSerializer, Immutable, Alias("eudiplo.RevocationRecord")]
public sealed record RevocationRecord(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] RevocationTarget Target);
