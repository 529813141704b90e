using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Grants;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>What the database holds of the recorded sessions at the end.</summary>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Sessions">The sessions that a grain would find.</param>
/// <param name="Grants">The grants that a grain would find.</param>
internal sealed record StoredOutcome(
    DateTimeOffset ReadAt,
    IReadOnlyDictionary<GrainKey, AuthSessionState> Sessions,
    IReadOnlyDictionary<GrainKey, GrantState> Grants);
