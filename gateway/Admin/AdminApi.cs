using Eudiplo.Grains.Clients;

namespace Eudiplo.Gateway.Admin;

/// <summary>The admin API: its services, its routes, and its OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class AdminApi
{
    private const string Tenant = "/admin/tenants/{tenantId}";
    private const string Tenants = "Tenants";
    private const string Grants = "Grants";

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
        Map(app.MapGet(Tenant, (string tenantId, HttpContext context) => tenants.GetAsync(context)), new("getTenant", Tenants, "Shows a tenant's document; its version is the ETag. Secrets are shown as ***.", null, 200, AdminExamples.ShownTenant) { Others = [304, 404], Headers = ["If-None-Match"], HasVersion = true });
        Map(app.MapPut(Tenant, (string tenantId, HttpContext context) => tenants.PutAsync(context)), new("putTenant", Tenants, "Makes a tenant (201), or replaces its document (204): then If-Match names the version. A secret that is sent as *** stays what it is. The document's schema is docs/tenant.schema.json.", AdminExamples.Tenant, 201, null) { Others = [204, 404, 409, 412, 428], Headers = ["If-Match", "If-None-Match"], HasVersion = true });
        Map(app.MapDelete(Tenant, (string tenantId, HttpContext context) => tenants.DeleteAsync(context)), new("deleteTenant", Tenants, "Takes a tenant away, erases every row that it has (sessions, grants, keys, offers and the rest), and says how many there were of each kind.", null, 200, AdminExamples.Erased) { Others = [404, 409, 412], Headers = ["If-Match"] });
        Map(app.MapPost(Tenant + "/keys", (string tenantId, HttpContext context) => tenants.RotateKeysAsync(context)), new("rotateKeys", Tenants, "Makes a new signing key that signs at once.", null, 200, AdminExamples.Key) { Others = [404] });
        Map(app.MapGet(Tenant + "/sessions", (string tenantId, string? status, string? clientId, string? createdFrom, string? createdBefore, string? cursor, int? pageSize, HttpContext context) => sessions.ListAsync(context)), new("listSessions", "Sessions", "Lists sessions, newest first, by status, client and time. The last page has no nextCursor.", null, 200, AdminExamples.Sessions) { Others = [404] });
        Map(app.MapGet(Tenant + "/sessions/{sessionId}", (string tenantId, string sessionId, bool? personalData, HttpContext context) => sessions.GetAsync(context)), new("getSession", "Sessions", "Shows a session; with personalData=true also what its steps found out, to who may see that.", null, 200, AdminExamples.Session) { Others = [404] });
        Map(app.MapDelete(Tenant + "/sessions/{sessionId}", (string tenantId, string sessionId, HttpContext context) => sessions.DeleteAsync(context)), new("deleteSession", "Sessions", "Erases a session; the grant that came of it stays.", null, 204, null) { Others = [404] });
        Map(app.MapPost(Tenant + "/grants", (string tenantId, HttpContext context) => grants.SearchAsync(context)), new("searchGrants", Grants, "Finds a grant by its id, code, access_token, id_token or refresh_token, and then shows all of it; or lists grants by client, user, group and status, newest first.", """{"refresh_token":"AaIBkI9uc2VjcmV0"}""", 200, AdminExamples.Grants) { Body = GrantAdministration.SearchBody, Others = [404] });
        Map(app.MapPost(Tenant + "/revocations", (string tenantId, HttpContext context) => grants.RevokeAsync(context)), new("revoke", Grants, "Revokes every grant of a user, client or group that began before this call.", """{"client":"wallet"}""", 200, """{"revoked":12}""") { Body = GrantAdministration.RevocationBody, Others = [404, 409] });
        Map(app.MapPost(Tenant + "/offers", (string tenantId, HttpContext context) => offers.PostAsync(context)), new("makeOffer", "Offers", "Makes a credential offer.", AdminExamples.OfferRequest, 201, AdminExamples.Offer) { Body = OfferAdministration.Body, Others = [404] });
        app.MapOpenApi("/openapi/{documentName}.json");
    }

    private static void Map(RouteHandlerBuilder route, AdminOperation operation) => route.WithName(operation.Id).WithMetadata(operation);
}
