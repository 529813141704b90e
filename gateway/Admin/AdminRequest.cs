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

        var entry = await access.FindAsync(context, tenantId);
        if (entry.Operator is not { } found)
        {
            await (entry.Error is null or { Status: StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden }
                ? AccessTokenHeader.RefuseAsync(context, entry.Error, entry.IsDpop)
                : Answer.WriteAsync(context, entry.Error));
            return null;
        }

        if (adminOnly && !found.IsAdmin)
        {
            await AccessTokenHeader.RefuseAsync(context, AdminAccess.Insufficient("Only the admin key allows this."), isDpop: false);
            return null;
        }

        return new AdminRequest(tenantId, found);
    }

    /// <summary>Reads a body that is a JSON object; null when it was refused and answered.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limits">Bounds the body.</param>
    /// <param name="members">What the body may have.</param>
    public static async ValueTask<JsonElement?> ReadObjectAsync(HttpContext context, GatewayLimits limits, AdminBody members)
    {
        var (body, error) = await RawBody.ReadJsonAsync(context, limits.MaxBodyBytes);
        var json = default(JsonElement);
        if (error is null && !(StrictJson.TryParse(body, out json) && json.ValueKind == JsonValueKind.Object))
        {
            error = new ProtocolError("invalid_request", "The body is not a JSON object without repeated members.");
        }

        if (error is null && members.ProblemOf(json) is { } problem)
        {
            error = new ProtocolError("invalid_request", problem);
        }

        if (error is null)
        {
            return json;
        }

        await Answer.WriteAsync(context, error);
        return null;
    }
}
