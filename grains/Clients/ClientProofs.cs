using Eudiplo.Grains.Replays;
using Eudiplo.Protocol.Dpop;
using Eudiplo.Protocol.Wire;
using Microsoft.Extensions.Options;

namespace Eudiplo.Grains.Clients;

/// <summary>
/// What checking a client's signed proofs needs beside the tenant: the time, and which proofs this process has seen. One proof works once
/// (RFC 7523, section 3; attestation draft, section 12.1): in this process by memory, and in all by the database where they share that.
/// </summary>
public sealed class ClientProofs(TimeProvider clock, IOptions<ClientRateOptions>? rates = null, SharedReplays? replays = null)
{
    /// <summary>How far clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>The longest life of a client assertion.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(10);

    private const int Capacity = 1_000_000;

    private readonly ReplayWindow _replays = new(MaxLifetime + (2 * Skew), Capacity);

    private readonly RateWindow _rates = new();
    private readonly int _perClient = rates?.Value.PerClient ?? new ClientRateOptions().PerClient;

    /// <summary>Counts a request of a client that has shown who it is; false when it has had its share of this second.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="client">The client.</param>
    public bool MayAsk(string tenantId, AuthenticatedClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var sender = HashCode.Combine(tenantId, client.ClientId);
        return _rates.TryTake(sender, (uint)Now.ToUnixTimeSeconds(), client.Registration?.RequestsPerSecond ?? _perClient);
    }

    /// <summary>Whether a proof that may be used in this process may be used at all: no other process took it.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="proof">The proof.</param>
    /// <param name="requestId">Names the request.</param>
    internal ValueTask<bool> MayUseAsync(string tenantId, UsedProof proof, Guid requestId) =>
        replays is null ? new ValueTask<bool>(true) : replays.UseAsync(tenantId, proof.Identifier, requestId, proof.ExpiresAt);

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
