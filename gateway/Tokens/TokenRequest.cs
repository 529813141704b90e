using System.Security.Cryptography;
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

    /// <summary>
    /// What the grains know this request by when it is made again after its silo was lost (see <c>RedeemCode.Attempt</c>). As secret as the
    /// tokens: it never leaves the cluster.
    /// </summary>
    public byte[] Attempt { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The client has gone.</summary>
    public CancellationToken Aborted { get; init; }

    /// <summary>The parameters.</summary>
    public RequestParameters Parameters => Body.Parameters;
}
