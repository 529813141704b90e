using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Http;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Grains.Revocations;

/// <summary>
/// Asks a tenant's webhook before grants are revoked that somebody asked to revoke. Revocations that answer an attack (a code or a refresh
/// token that was presented twice) are not asked about.
/// </summary>
public sealed class RevocationVeto(IGuardedHttp http, ILogger<RevocationVeto> log)
{
    /// <summary>Whether a revocation in bulk may go on.</summary>
    public Task<bool> AllowsAsync(TenantContext tenant, RevocationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return AllowsAsync(tenant, target.Kind.ToString().ToLowerInvariant(), target.Value);
    }

    /// <summary>Whether the revocation of a grant may go on.</summary>
    public Task<bool> AllowsAsync(TenantContext tenant, Guid grantId) => AllowsAsync(tenant, "grant", grantId.ToString());

    private async Task<bool> AllowsAsync(TenantContext tenant, string kind, string value)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        if (tenant.Document.RevocationWebhook is not { } webhook)
        {
            return true;
        }

        var request = new OutboundRequest(webhook.Url)
        {
            Method = HttpMethod.Post,
            Accept = "application/json",
            ContentType = "application/json",
            Headers = webhook.Auth.Config is { } key ? [new(key.HeaderName, key.Value)] : [],
            MaxResponseBytes = 4_096,
            Timeout = TimeSpan.FromSeconds(webhook.TimeoutSeconds),
            Body = Json.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString("event", "revocation");
                json.WriteStartObject("target");
                json.WriteString(kind, value);
                json.WriteEndObject();
                json.WriteEndObject();
            }),
        };
        var reply = await http.SendAsync(request, tenant.Outbound);

        // Only a clear word holds a revocation up: a webhook that is down must not keep stolen tokens alive.
        var bypasses = reply is { IsResponse: true, IsSuccess: true }
            && StrictJson.TryParse(reply.Body.Span, out var json, maxDepth: 4)
            && json.ValueKind == System.Text.Json.JsonValueKind.Object
            && json.TryGetProperty("bypass", out var bypass)
            && bypass.ValueKind == System.Text.Json.JsonValueKind.True;
        log.VetoAsked(tenant.TenantId, kind, reply.ToString(), bypasses);
        return !bypasses;
    }
}
