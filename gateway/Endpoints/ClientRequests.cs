using Eudiplo.Gateway.Dpop;
using Eudiplo.Gateway.Limits;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>
/// Reads the requests of clients, at every endpoint in the same way: the body, who sends it, whether that sender may ask once more, and its
/// proofs.
/// </summary>
internal sealed class ClientRequests(DpopProofs proofs, AttestationChallenges challenges, ClientRates rates, IOptions<GatewayLimits> limits)
{
    /// <summary>Reads a request; null when it was refused and answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">The URL of the endpoint that was called, out of the tenant's.</param>
    /// <param name="acceptJson">Whether JSON is taken beside forms.</param>
    /// <param name="takesDpop">
    /// Whether DPoP means something at the endpoint. Where it does not, a proof is looked at only if it stands for that of an attestation.
    /// </param>
    public async ValueTask<ClientRequest?> ReadAsync(
        HttpContext context, Func<IssuerUrls, string> endpoint, bool acceptJson = false, bool takesDpop = true)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var error = GrainKey.IsTenantId(tenantId) ? null : Refusals.UnknownTenant;
        if (error is null)
        {
            (var body, error) = await RequestBody.ReadAsync(context, limits.Value, acceptJson);
            if (body is not null)
            {
                (var credentials, error) = PresentedClient.Read(context, body.Parameters);
                error ??= rates.Check(context, tenantId, credentials!);
                Jwk? key = null;
                if (error is null && (takesDpop || credentials!.IsProvenByDpop))
                {
                    (key, error) = await proofs.CheckAsync(context, tenantId, endpoint);
                }

                if (error is null)
                {
                    var shown = credentials!.IsProvenByDpop ? credentials with { DpopThumbprint = key?.Thumbprint } : credentials;
                    return new ClientRequest(tenantId, body, await challenges.CheckAsync(context, tenantId, shown), key);
                }
            }
        }

        await Answer.WriteAsync(context, error!);
        return null;
    }
}
