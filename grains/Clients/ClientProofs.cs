using Eudiplo.Protocol.Dpop;

namespace Eudiplo.Grains.Clients;

/// <summary>
/// What checking a client's signed proofs needs beside the tenant: the time, and which proofs this process has seen. One proof works once
/// in each process (RFC 7523, section 3; attestation draft, section 12.1).
/// </summary>
public sealed class ClientProofs(TimeProvider clock)
{
    /// <summary>How far clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>The longest life of a client assertion.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(10);

    private const int Capacity = 1_000_000;

    private readonly ReplayWindow _replays = new(MaxLifetime + (2 * Skew), Capacity);

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>
    /// Whether a proof may be used: it was not seen before, or it is the same request on its second try after a lost race for a row.
    /// </summary>
    /// <param name="identifier">Names the proof: whose it is and its <c>jti</c>.</param>
    /// <param name="requestId">Names the request.</param>
    public bool MayUse(string identifier, Guid requestId)
    {
        var first = _replays.Use(identifier, Now);
        var second = _replays.Use($"{identifier}\n{requestId}", Now);
        return first == ReplayState.New || (first == ReplayState.Seen && second == ReplayState.Seen);
    }
}
