using Eudiplo.Gateway.Endpoints;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Protocol.Wire;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Limits;

/// <summary>
/// Counts the requests that name a client, by that name and the sender's address, before anything is done for them. Nobody has shown here who
/// it is: who sends another's <c>client_id</c> uses up a share of its own. Clients that authenticate are counted by the rules, by their id.
/// </summary>
internal sealed class ClientRates(TimeProvider clock, IOptions<RateLimits> limits)
{
    private readonly RateWindow _clients = new();

    /// <summary>Counts a request.</summary>
    /// <returns>The refusal, or null.</returns>
    public ProtocolError? Check(HttpContext context, string tenantId, PresentedCredentials credentials)
    {
        if (credentials.ClientId is not { } clientId)
        {
            return null;
        }

        var sender = HashCode.Combine(
            tenantId.GetHashCode(StringComparison.Ordinal),
            clientId.GetHashCode(StringComparison.Ordinal),
            SenderNetwork.Of(context.Connection.RemoteIpAddress));
        return _clients.TryTake(sender, (uint)clock.GetUtcNow().ToUnixTimeSeconds(), limits.Value.PerClient) ? null : Refusals.TooMany;
    }
}
