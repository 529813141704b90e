using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Tokens;

/// <summary>A request to the token endpoint, taken apart and not yet checked.</summary>
/// <param name="TenantId">The tenant of the URL.</param>
/// <param name="Body">The body.</param>
/// <param name="Credentials">Who the sender says it is.</param>
internal sealed record TokenRequest(string TenantId, RequestBody Body, PresentedCredentials Credentials)
{
    /// <summary>RFC 7638 thumbprint of the key of the request's verified DPoP proof; null without one.</summary>
    public string? DpopThumbprint { get; init; }

    /// <summary>The parameters.</summary>
    public RequestParameters Parameters => Body.Parameters;
}
