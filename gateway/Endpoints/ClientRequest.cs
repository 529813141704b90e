using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>A request that a client posted to one of a tenant's OAuth endpoints, taken apart and not yet checked by the rules.</summary>
/// <param name="TenantId">The tenant of the URL.</param>
/// <param name="Body">The body.</param>
/// <param name="Credentials">Who the sender says it is.</param>
/// <param name="DpopKey">The key of the request's DPoP proof, which was verified; null without one.</param>
internal sealed record ClientRequest(string TenantId, RequestBody Body, PresentedCredentials Credentials, Jwk? DpopKey)
{
    /// <summary>The parameters.</summary>
    public RequestParameters Parameters => Body.Parameters;
}
