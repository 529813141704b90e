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
using Microsoft.OpenApi;

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

    /// <summary>What a search may say.</summary>
    public static AdminBody SearchBody { get; } = new(
        new("id", JsonSchemaType.String, "The grant's id: that of its session or offer."),
        new("code", JsonSchemaType.String, "The authorization code or pre-authorized code that the grant came of."),
        new("access_token", JsonSchemaType.String, "An access token of the grant."),
        new("id_token", JsonSchemaType.String, "The newest ID token of the grant."),
        new("refresh_token", JsonSchemaType.String, "A refresh token of the grant."),
        new("personalData", JsonSchemaType.Boolean, "With one of those: show the user too, to operators who may see that."),
        new("client", JsonSchemaType.String, "List the grants of this client."),
        new("user", JsonSchemaType.String, "List the grants of this user."),
        new("group", JsonSchemaType.String, "List the grants of this group."),
        new("status", JsonSchemaType.String, "List the grants of this status: active or revoked."),
        new("pageSize", JsonSchemaType.Integer, "How many to list at once: 1 to 1,000, by default 100."),
        new("cursor", JsonSchemaType.String, "The nextCursor of the page before, with the same filters."));

    /// <summary>What a revocation may say: exactly one of them.</summary>
    public static AdminBody RevocationBody { get; } = new(
        new("user", JsonSchemaType.String, "Revoke the grants of this user."),
        new("client", JsonSchemaType.String, "Revoke the grants of this client."),
        new("group", JsonSchemaType.String, "Revoke the grants of this group."));

    /// <summary>
    /// Finds grants: by one token or code (<c>{"access_token":"…"}</c>), or by client, user, group and status, in pages.
    /// </summary>
    public async Task SearchAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access) is not { } request
            || await AdminRequest.ReadObjectAsync(context, limits.Value, SearchBody) is not { } body)
        {
            return;
        }

        if (SearchProblemOf(body) is { } problem)
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", problem));
            return;
        }

        if (Text(body, "id") is { } text)
        {
            await OpenAsync(context, request, WantsPersonalData(body), withPersonalData => Guid.TryParse(text, out var id)
                ? Grant(request, id).ViewAsync(withPersonalData)
                : Task.FromResult<GrantView?>(null));
            return;
        }

        foreach (var (name, kind) in TokenKinds)
        {
            if (body.TryGetString(name, out var token))
            {
                await OpenAsync(context, request, WantsPersonalData(body), withPersonalData => PresentedToken.TryRead(token, out var presented)
                    ? Grant(request, presented.Id).OpenAsync(kind, new SecretText(token), withPersonalData)
                    : Task.FromResult<GrantView?>(null));
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
            PageSize = body.TryGetProperty("pageSize", out var size) ? size.GetInt32() : 100,
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
            || await AdminRequest.ReadObjectAsync(context, limits.Value, RevocationBody) is not { } body)
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
            log.Audited(request.Operator.Name, Action(target), request.TenantId, "bypassed by the tenant's webhook");
            await Answer.WriteAsync(context, new ProtocolError(
                "access_denied", "The tenant's webhook bypassed the revocation.", StatusCodes.Status409Conflict));
            return;
        }

        // Page by page, each a call of its own: neither memory nor the time of a call grows with the number of grants.
        // Once begun it goes on to its end, whether somebody waits for the answer or not, and whatever happened is told.
        long revoked = 0;
        var outcome = "broken off: make the same call again";
        try
        {
            while (await GrainCalls.RepeatAsync(() => administration.RevokePageAsync(target, before), CancellationToken.None) is var count and > 0)
            {
                revoked += count;
            }

            outcome = "complete";
        }
        finally
        {
            log.Audited(request.Operator.Name, Action(target), request.TenantId, $"{revoked} grants, {outcome}");
        }

        await Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("revoked", revoked);
            json.WriteEndObject();
        });
    }

    private async Task OpenAsync(HttpContext context, AdminRequest request, bool withPersonalData, Func<bool, Task<GrantView?>> open)
    {
        if (withPersonalData && !request.Operator.SeesPersonalData)
        {
            await AccessTokenHeader.RefuseAsync(context, AdminAccess.PersonalDataRefused, isDpop: false);
            return;
        }

        if (withPersonalData)
        {
            log.Audited(request.Operator.Name, "look at a grant's personal data", request.TenantId, "done");
        }

        var view = await GrainCalls.RepeatAsync(() => open(withPersonalData), context.RequestAborted);
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

    private static string? SearchProblemOf(JsonElement body)
    {
        var names = body.EnumerateObject().Select(m => m.Name).ToList();
        var tokens = names.Count(n => n == "id" || TokenKinds.ContainsKey(n));
        return tokens > 0
            ? tokens + (names.Contains("personalData") ? 1 : 0) == names.Count && tokens == 1
                ? null
                : "A grant is found by its id or one code or token, with no filter beside it."
            : names.Contains("personalData")
                ? "personalData goes with an id, code or token: lists never show users."
                : body.TryGetProperty("pageSize", out var size) && size.GetInt32() is < 1 or > 1_000
                    ? "pageSize is a number from 1 to 1000."
                    : Text(body, "status") is null or "active" or "revoked"
                        ? null
                        : "status is active or revoked.";
    }

    // A client's id is of the configuration; who a user is stays out of the log, and what a group's name says is not known.
    private static string Action(RevocationTarget target) =>
        target.Kind == RevocationTargetKind.Client && target.Value.Length <= 512 && target.Value.All(c => c is >= '\x21' and <= '\x7e')
            ? $"revoke by Client {target.Value}"
            : $"revoke by {target.Kind}";

    private IGrantGrain Grant(AdminRequest request, Guid id) => grains.GetGrain<IGrantGrain>(new GrainKey(request.TenantId, id).ToString());

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
