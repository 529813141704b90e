using System.Text.Json;
using Eudiplo.Gateway.Endpoints;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Gateway.Admin;

/// <summary>A request of an operator who was let in.</summary>
/// <param name="TenantId">The tenant of the URL.</param>
/// <param name="Operator">Who asks.</param>
internal sealed record AdminRequest(string TenantId, Operator Operator)
{
    /// <summary>Reads a request; null when it was refused and answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="access">Lets operators in.</param>
    /// <param name="adminOnly">Whether only the operator of the server may do this.</param>
    public static async ValueTask<AdminRequest?> ReadAsync(HttpContext context, AdminAccess access, bool adminOnly = false)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        if (!GrainKey.IsTenantId(tenantId))
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant);
            return null;
        }

        if (await access.FindAsync(context, tenantId) is not { } found)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"eudiplo-admin\"";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.ContentLength = 0;
            return null;
        }

        if (adminOnly && !found.IsAdmin)
        {
            await Answer.WriteAsync(context, new ProtocolError("insufficient_scope", "Only the admin key allows this.", StatusCodes.Status403Forbidden));
            return null;
        }

        return new AdminRequest(tenantId, found);
    }

    /// <summary>Reads a body that is a JSON object; null when it was refused and answered.</summary>
    public static async ValueTask<JsonElement?> ReadObjectAsync(HttpContext context, GatewayLimits limits)
    {
        var (body, error) = await RawBody.ReadJsonAsync(context, limits.MaxBodyBytes);
        if (error is null && StrictJson.TryParse(body, out var json) && json.ValueKind == JsonValueKind.Object)
        {
            return json;
        }

        await Answer.WriteAsync(context, error ?? new ProtocolError("invalid_request", "The body is not a JSON object without repeated members."));
        return null;
    }
}
