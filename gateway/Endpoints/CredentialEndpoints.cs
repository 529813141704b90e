using System.Text;
using Eudiplo.Gateway.Dpop;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Credentials;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>
/// The credential issuer's own endpoints under <c>/{tenantId}/oid4vci/</c>: <c>nonce</c>, <c>credential</c> and <c>notification</c> (OID4VCI).
/// </summary>
internal sealed class CredentialEndpoints(IGrainFactory grains, DpopProofs proofs, IOptions<GatewayLimits> limits)
{
    /// <summary>A fresh <c>c_nonce</c>.</summary>
    public async Task NonceAsync(HttpContext context)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        var nonce = GrainKey.IsTenantId(tenantId)
            ? await GrainCalls.RepeatAsync(() => grains.GetGrain<ITenantKeysGrain>(tenantId).IssueNonceAsync(), context.RequestAborted)
            : null;
        await (nonce is null ? Answer.WriteAsync(context, Refusals.UnknownTenant) : Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("c_nonce", nonce);
            json.WriteEndObject();
        }));
    }

    /// <summary>Credential requests.</summary>
    public async Task CredentialAsync(HttpContext context)
    {
        var isEncrypted = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals("application/jwt", StringComparison.OrdinalIgnoreCase);
        if (await ReadAsync(context, "invalid_credential_request", u => u.Credential, isEncrypted) is not var (access, grant, body))
        {
            return;
        }

        var reply = await GrainCalls.RetryLostRaceAsync(() => grant.IssueCredentialAsync(new IssueCredential(access, body, isEncrypted)));
        if (reply.Error is not null)
        {
            await RefuseAsync(context, reply, access.IsDpop);
        }
        else if (reply.Encrypted is { } jwe)
        {
            context.Response.ContentType = "application/jwt";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(jwe), context.RequestAborted);
        }
        else
        {
            await Answer.WriteAsync(context, StatusCodes.Status200OK, reply.Json);
        }
    }

    /// <summary>Notifications.</summary>
    public async Task NotificationAsync(HttpContext context)
    {
        if (await ReadAsync(context, "invalid_notification_request", u => u.Notification) is not var (access, grant, body))
        {
            return;
        }

        var isRead = StrictJson.TryParse(body, out var json, maxDepth: 8);
        var command = new NotifyIssuer(
            access,
            isRead && json.TryGetString("notification_id", out var id) ? new SecretText(id) : null,
            isRead && json.TryGetString("event", out var told) ? told : null);
        var reply = await GrainCalls.RepeatAsync(() => grant.NotifyAsync(command), context.RequestAborted);
        if (reply.Error is not null)
        {
            await RefuseAsync(context, reply, access.IsDpop);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async ValueTask<(PresentedAccessToken Access, IGrantGrain Grant, byte[] Body)?> ReadAsync(
        HttpContext context, string malformed, Func<IssuerUrls, string> endpoint, bool isEncrypted = false)
    {
        var tenantId = (string)context.Request.RouteValues["tenantId"]!;
        if (!GrainKey.IsTenantId(tenantId))
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant);
            return null;
        }

        if (AccessTokenHeader.Read(context.Request) is not { } access)
        {
            await AccessTokenHeader.RefuseAsync(context, null, isDpop: false);
            return null;
        }

        // That the proof was not used before and has the nonce that is asked for; the grant checks that it is of the token's key and for this token.
        if (access.IsDpop && (await proofs.CheckAsync(context, tenantId, endpoint)).Error is { } unproven)
        {
            await (unproven.Status == StatusCodes.Status400BadRequest
                ? AccessTokenHeader.RefuseAsync(context, unproven, isDpop: true)
                : Answer.WriteAsync(context, unproven));
            return null;
        }

        var (body, error) = isEncrypted
            ? await RawBody.ReadAsync(context, limits.Value.MaxBodyBytes)
            : await RawBody.ReadJsonAsync(context, limits.Value.MaxBodyBytes);
        if (body is null)
        {
            await Answer.WriteAsync(context, error! with { Code = malformed });
            return null;
        }

        // A token that names no grant goes to one that never exists, and is answered there as every token that is not alive.
        var id = PresentedToken.TryRead(access.Token.Value, out var presented) ? presented.Id : Guid.Empty;
        return (access, grains.GetGrain<IGrantGrain>(new GrainKey(tenantId, id).ToString()), body);
    }

    // RFC 6750, section 3: whatever is wrong with the token is said in the challenge, that it does not reach far enough too.
    private static Task RefuseAsync(HttpContext context, IssueReply reply, bool isDpop) =>
        reply.Error!.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden
            ? AccessTokenHeader.RefuseAsync(context, reply.Error, reply.IsDpop || isDpop)
            : Answer.WriteAsync(context, reply.Error);
}
