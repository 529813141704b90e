using Eudiplo.Gateway.Limits;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>A form that a client posted to one of a tenant's OAuth endpoints.</summary>
/// <param name="TenantId">The tenant of the URL.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Credentials">Who the sender says it is.</param>
internal sealed record ClientRequest(string TenantId, RequestParameters Parameters, PresentedCredentials Credentials)
{
    /// <summary>Reads a request; null when it was refused and answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="challenges">Knows whether the challenge in a client's attestation is fresh.</param>
    /// <param name="rates">Counts the requests of clients.</param>
    public static async ValueTask<ClientRequest?> ReadAsync(
        HttpContext context, GatewayLimits limits, AttestationChallenges challenges, ClientRates rates)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var error = GrainKey.IsTenantId(tenantId) ? null : Refusals.UnknownTenant;
        if (error is null)
        {
            (var body, error) = await RequestBody.ReadAsync(context, limits, acceptJson: false);
            if (body is not null)
            {
                (var credentials, error) = PresentedClient.Read(context, body.Parameters);
                error ??= rates.Check(context, tenantId, credentials!);
                if (error is null)
                {
                    return new ClientRequest(tenantId, body.Parameters, await challenges.CheckAsync(context, tenantId, credentials!));
                }
            }
        }

        await Answer.WriteAsync(context, error!);
        return null;
    }
}
