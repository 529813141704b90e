namespace Eudiplo.Grains.Http;

/// <summary>
/// Sends requests to addresses that a document of an outsider, or a tenant, names: to https, public or allowed addresses only, within
/// limits of time and size, without proxies, cookies or credentials. Nothing that the other side does makes it throw.
/// </summary>
public interface IGuardedHttp
{
    /// <summary>Sends a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policy">What the tenant's requests may reach.</param>
    /// <param name="cancellationToken">Ends the request early; the reply is then <see cref="OutboundFailure.TimedOut"/>.</param>
    Task<OutboundReply> SendAsync(OutboundRequest request, OutboundPolicy policy, CancellationToken cancellationToken = default);
}
