using System.Text.Json;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Admin;

/// <summary>
/// <c>/admin/tenants/{tenantId}/grants</c> and <c>…/revocations</c>. Tokens, codes and users come in bodies, never in a URL, where they would
/// end up in the log of some proxy.
/// </summary>
internal sealed class GrantAdministration(IGrainFactory grains, AdminAccess access, IOptions<GatewayLimits> limits, ILogger<GrantAdministration> log)
{
    private static readonly Dictionary<string, GrantTokenKind> TokenKinds = new(StringComparer.Ordinal)
    {
        ["code"] = GrantTokenKind.Code,
        ["access_token"] = GrantTokenKind.AccessToken,
        ["id_token"] = GrantTokenKind.IdToken,
        ["refresh_token"] = GrantTokenKind.RefreshToken,
    };

    /// <summary>
    /// Finds grants: by one token or code (<c>{"access_token":"…"}</c>), or by client, user, group and status, in pages.
    /// </summary>
    public async Task SearchAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access) is not { } request
            || await AdminRequest.ReadObjectAsync(context, limits.Value) is not { } body)
        {
            return;
        }

        foreach (var (name, kind) in TokenKinds)
        {
            if (body.TryGetString(name, out var token))
            {
                await OpenAsync(context, request, kind, token, WantsPersonalData(body));
                return;
            }
        }

        var rows = new RowQuery
        {
            Kind = StorageNames.Grant,
            Status = Text(body, "status"),
            ClientId = Text(body, "client"),
            Subject = Text(body, "user"),
            GroupId = Text(body, "group"),
            Cursor = Text(body, "cursor"),
            PageSize = body.TryGetProperty("pageSize", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var n) ? n : 100,
        };
        var page = await GrainCalls.RepeatAsync(
            () => grains.GetGrain<ITenantAdministrationGrain>(request.TenantId).ListAsync(rows), context.RequestAborted);
        await (page.IsCursorValid
            ? Answer.WriteAsync(context, StatusCodes.Status200OK, json => RowJson.Write(json, "grants", page))
            : Answer.WriteAsync(context, new ProtocolError("invalid_request", "cursor is not one that was given out here.")));
    }

    /// <summary>Revokes every grant of a user, client or group that began before this call: <c>{"client":"…"}</c> → <c>{"revoked":n}</c>.</summary>
    public async Task RevokeAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access) is not { } request
            || await AdminRequest.ReadObjectAsync(context, limits.Value) is not { } body)
        {
            return;
        }

        if (Target(body) is not { } target)
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", "Exactly one of user, client and group is needed, as a string."));
            return;
        }

        var administration = grains.GetGrain<ITenantAdministrationGrain>(request.TenantId);
        if (await GrainCalls.RepeatAsync(() => administration.BeginRevocationAsync(target), context.RequestAborted) is not { } before)
        {
            log.Audited(request.Operator.Name, $"revoke by {target.Kind}", request.TenantId, "bypassed by the tenant's webhook");
            await Answer.WriteAsync(context, new ProtocolError(
                "access_denied", "The tenant's webhook bypassed the revocation.", StatusCodes.Status409Conflict));
            return;
        }

        // Page by page, each a call of its own: neither memory nor the time of a call grows with the number of grants.
        long revoked = 0;
        while (await GrainCalls.RepeatAsync(() => administration.RevokePageAsync(target, before), context.RequestAborted) is var count and > 0)
        {
            revoked += count;
        }

        log.Audited(request.Operator.Name, $"revoke by {target.Kind}", request.TenantId, $"{revoked} grants");
        await Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("revoked", revoked);
            json.WriteEndObject();
        });
    }

    private async Task OpenAsync(HttpContext context, AdminRequest request, GrantTokenKind kind, string token, bool withPersonalData)
    {
        if (withPersonalData && !request.Operator.SeesPersonalData)
        {
            await Answer.WriteAsync(context, AdminAccess.PersonalDataRefused);
            return;
        }

        var view = PresentedToken.TryRead(token, out var presented)
            ? await GrainCalls.RepeatAsync(
                () => grains.GetGrain<IGrantGrain>(new GrainKey(request.TenantId, presented.Id).ToString())
                    .OpenAsync(kind, new SecretText(token), withPersonalData),
                context.RequestAborted)
            : null;
        await Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("grants");
            if (view is not null)
            {
                RowJson.Write(json, view);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static RevocationTarget? Target(JsonElement body)
    {
        var targets = new[] { ("user", RevocationTargetKind.User), ("client", RevocationTargetKind.Client), ("group", RevocationTargetKind.Group) }
            .Where(t => body.TryGetProperty(t.Item1, out _))
            .ToList();
        return targets is [var (name, kind)] && Text(body, name) is { } value ? new RevocationTarget(kind, value) : null;
    }

    private static bool WantsPersonalData(JsonElement body) => body.TryGetProperty("personalData", out var wanted) && wanted.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement body, string name) => body.TryGetString(name, out var value) && value.Length > 0 ? value : null;
}
