using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Keys;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>The tenant's public keys, <c>GET /{tenantId}/oid4vci/jwks</c> (RFC 7517, section 5).</summary>
internal sealed class JwksEndpoint(IGrainFactory grains)
{
    /// <summary>Writes them. A copy may be kept for five minutes: a key is published an hour at least before it signs.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var jwks = GrainKey.IsTenantId(tenantId)
            ? await GrainCalls.RepeatAsync(() => grains.GetGrain<ITenantKeysGrain>(tenantId).GetJwksAsync(), context.RequestAborted)
            : null;
        if (jwks is null)
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant);
            return;
        }

        var response = context.Response;
        response.ContentType = "application/jwk-set+json";
        response.ContentLength = jwks.Length;
        response.Headers.CacheControl = "public, max-age=300";
        await response.Body.WriteAsync(jwks, context.RequestAborted);
    }
}
