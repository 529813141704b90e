using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Gateway.Wire;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>The metadata of a tenant at its well-known paths (RFC 8414, section 3.1; OID4VCI, "Credential Issuer Metadata").</summary>
internal sealed class MetadataEndpoints(IGrainFactory grains)
{
    /// <summary><c>GET /.well-known/oauth-authorization-server/{tenantId}</c>.</summary>
    public Task AuthorizationServerAsync(HttpContext context) => WriteAsync(context, t => t.GetAuthorizationServerMetadataAsync());

    /// <summary><c>GET /.well-known/openid-credential-issuer/{tenantId}</c>.</summary>
    public Task CredentialIssuerAsync(HttpContext context) => WriteAsync(context, async tenant =>
        await grains.GetGrain<ITenantKeysGrain>(tenant.GetPrimaryKeyString()).GetRequestEncryptionKeyAsync() is { } key
            ? await tenant.GetCredentialIssuerMetadataAsync(key)
            : null);

    /// <summary><c>GET /.well-known/jwt-vc-issuer/{tenantId}</c> (SD-JWT VC, "JWT VC Issuer Metadata").</summary>
    public Task JwtVcIssuerAsync(HttpContext context) => WriteAsync(context, t => t.GetJwtVcIssuerMetadataAsync());

    private async Task WriteAsync(HttpContext context, Func<ITenantGrain, Task<byte[]?>> get)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var json = GrainKey.IsTenantId(tenantId)
            ? await GrainCalls.RepeatAsync(() => get(grains.GetGrain<ITenantGrain>(tenantId)), context.RequestAborted)
            : null;
        await (json is null ? Answer.WriteAsync(context, Refusals.UnknownTenant) : Answer.WriteAsync(context, StatusCodes.Status200OK, json));
    }
}
