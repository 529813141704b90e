using System.Text;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Offers;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>Credential offers by reference, <c>GET /{tenantId}/oid4vci/offers/{id}</c> (OID4VCI, "Sending Credential Offer by Reference").</summary>
internal sealed class OfferEndpoint(IGrainFactory grains)
{
    /// <summary>Shows an offer to who has its link.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        var tenantId = (string)values["tenantId"]!;
        var offer = GrainKey.IsTenantId(tenantId) && Capability.TryDecode((string?)values["offer"], out var id, out var secret)
            ? await GrainCalls.RepeatAsync(
                () => grains.GetGrain<ICredentialOfferGrain>(new GrainKey(tenantId, id).ToString()).GetAsync(new SecretText(secret)), context.RequestAborted)
            : null;
        await (offer is null
            ? Answer.WriteAsync(context, new ProtocolError("invalid_request", "There is no such offer, or it has expired or was used.", StatusCodes.Status404NotFound))
            : Answer.WriteAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(offer.Value)));
    }
}
