using Eudiplo.Grains.Clients;

namespace Eudiplo.Gateway.Admin;

/// <summary>The admin API: its services, its routes, and its OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class AdminApi
{
    private const string Tenant = "/admin/tenants/{tenantId}";

    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AdminOptions>().Bind(configuration.GetSection("Eudiplo:Admin"))
            .Validate(
                o => o.KeyHash is null || ClientSecretHash.IsValid(o.KeyHash),
                "Eudiplo:Admin:KeyHash must be sha256:{43 characters of base64url}: the SHA-256 of the admin key. Leave it out to have no admin key.")
            .ValidateOnStart();
        services.AddSingleton<AdminAccess>();
        services.AddSingleton<TenantAdministration>();
        services.AddSingleton<SessionAdministration>();
        services.AddSingleton<GrantAdministration>();
        services.AddSingleton<OfferAdministration>();
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("admin/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer(AdminDocument.DescribeAsync);
            options.AddOperationTransformer(AdminDocument.DescribeAsync);
        });
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapAdminApi(this WebApplication app)
    {
        var tenants = app.Services.GetRequiredService<TenantAdministration>();
        var sessions = app.Services.GetRequiredService<SessionAdministration>();
        var grants = app.Services.GetRequiredService<GrantAdministration>();
        var offers = app.Services.GetRequiredService<OfferAdministration>();
        const string Document = """{"tenantId":"acme","clients":[{"clientId":"wallet"}],"credentialConfigurations":[{"credentialConfigId":"member"}]}""";
        const string Shown = """{"tenantId":"acme","clients":[{"clientId":"service","tokenEndpointAuthMethod":"client_secret_post","secretHash":"***"}],"credentialConfigurations":[{"credentialConfigId":"member"}],"keys":[{"keyId":"verifier","privateKey":"***","certificateChain":"-----BEGIN CERTIFICATE-----…"}]}""";
        const string Session = """{"id":"01a201d9-b676-7602-acea-0b0a4a502756","status":"pending","clientId":"wallet","createdAt":"2026-11-22T06:00:00Z","updatedAt":"2026-11-22T06:00:00Z","expiresAt":"2026-11-22T06:10:00Z"}""";
        Map(app.MapGet(Tenant, (string tenantId, HttpContext context) => tenants.GetAsync(context)), new("getTenant", "Shows a tenant's document; its version is the ETag. Secrets are shown as ***.", null, 200, Shown));
        Map(app.MapPut(Tenant, (string tenantId, HttpContext context) => tenants.PutAsync(context)), new("putTenant", "Makes a tenant (201), or replaces its document (204): then If-Match names the version. A secret that is sent as *** stays what it is.", Document, 201, null));
        Map(app.MapDelete(Tenant, (string tenantId, HttpContext context) => tenants.DeleteAsync(context)), new("deleteTenant", "Takes a tenant away and erases every session, grant and key that it has.", null, 200, """{"erased":{"grant":12,"keys":1,"session":3}}"""));
        Map(app.MapPost(Tenant + "/keys", (string tenantId, HttpContext context) => tenants.RotateKeysAsync(context)), new("rotateKeys", "Makes a new signing key that signs at once.", null, 200, """{"kid":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx"}"""));
        Map(app.MapGet(Tenant + "/sessions", (string tenantId, string? status, string? clientId, string? createdFrom, string? createdBefore, string? cursor, int? pageSize, HttpContext context) => sessions.ListAsync(context)), new("listSessions", "Lists sessions, newest first.", null, 200, $$"""{"sessions":[{{Session}}]}"""));
        Map(app.MapGet(Tenant + "/sessions/{sessionId}", (string tenantId, string sessionId, bool? personalData, HttpContext context) => sessions.GetAsync(context)), new("getSession", "Shows a session; with personalData=true also what its steps found out, to who may see that.", null, 200, Session));
        Map(app.MapDelete(Tenant + "/sessions/{sessionId}", (string tenantId, string sessionId, HttpContext context) => sessions.DeleteAsync(context)), new("deleteSession", "Erases a session; the grant that came of it stays.", null, 204, null));
        Map(app.MapPost(Tenant + "/grants", (string tenantId, HttpContext context) => grants.SearchAsync(context)), new("searchGrants", "Finds a grant by its code, access_token, id_token or refresh_token, or lists grants by client, user, group and status.", """{"client":"wallet","status":"active"}""", 200, """{"grants":[{"id":"01a201d9-b676-7602-acea-0b0a4a502756","status":"active","clientId":"wallet","createdAt":"2026-11-22T06:00:00Z","updatedAt":"2026-11-22T06:00:00Z"}]}"""));
        Map(app.MapPost(Tenant + "/revocations", (string tenantId, HttpContext context) => grants.RevokeAsync(context)), new("revoke", "Revokes every grant of a user, client or group that began before this call.", """{"client":"wallet"}""", 200, """{"revoked":12}"""));
        Map(app.MapPost(Tenant + "/offers", (string tenantId, HttpContext context) => offers.PostAsync(context)), new("makeOffer", "Makes a credential offer.", """{"credentialConfigurationIds":["member"],"txCode":true,"user":"erika","data":{"level":"gold"}}""", 201, """{"id":"01a201d9-b676-7602-acea-0b0a4a502756","credentialOfferUri":"https://issuer.example/acme/oid4vci/offers/…","byReference":"openid-credential-offer://?credential_offer_uri=…","qrCode":"data:image/png;base64,…","txCode":"493536","expiresAt":"2026-11-22T06:10:00Z"}"""));
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    private static void Map(RouteHandlerBuilder route, AdminOperation operation) => route.WithName(operation.Id).WithMetadata(operation);
}
