using System.Globalization;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Sessions;

namespace Eudiplo.Gateway.Admin;

/// <summary><c>/admin/tenants/{tenantId}/sessions</c>: what an operator sees of sessions. Personal data is shown to who asks for it and may see it.</summary>
internal sealed class SessionAdministration(IGrainFactory grains, AdminAccess access, ILogger<SessionAdministration> log)
{
    private static readonly HashSet<string> Filters = new(["status", "clientId", "createdFrom", "createdBefore", "cursor", "pageSize"], StringComparer.Ordinal);

    private static readonly string[] Statuses = [.. Enum.GetValues<SessionStatus>().Select(s => s.Name())];

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Lists sessions by status, client and time, in pages.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access) is not { } request)
        {
            return;
        }

        var query = context.Request.Query;

        // A filter that was misspelt must not list everything.
        if (query.Any(q => !Filters.Contains(q.Key) || q.Value.Count != 1 || (q.Value[0]!.Length > 0 && !AdminBody.IsText(q.Value[0]))))
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", $"The query has, each at most once: {string.Join(", ", Filters)}."));
            return;
        }

        if (Text(query["status"]) is { } status && !Statuses.Contains(status))
        {
            await Answer.WriteAsync(context, new ProtocolError("invalid_request", $"status is one of: {string.Join(", ", Statuses)}."));
            return;
        }

        if (!TryTime(query["createdFrom"], out var from) || !TryTime(query["createdBefore"], out var before) || !TrySize(query["pageSize"], out var size))
        {
            await Answer.WriteAsync(context, new ProtocolError(
                "invalid_request", "createdFrom and createdBefore are times of RFC 3339 (a + in a query is written %2B), and pageSize is a number from 1 to 1000."));
            return;
        }

        var rows = new RowQuery
        {
            Kind = StorageNames.Session,
            Status = Text(query["status"]),
            ClientId = Text(query["clientId"]),
            CreatedFrom = from,
            CreatedBefore = before,
            Cursor = Text(query["cursor"]),
            PageSize = size,
        };
        var page = await GrainCalls.RepeatAsync(
            () => grains.GetGrain<ITenantAdministrationGrain>(request.TenantId).ListAsync(rows), context.RequestAborted);
        await (page.IsCursorValid
            ? Answer.WriteAsync(context, StatusCodes.Status200OK, json => RowJson.Write(json, "sessions", page))
            : Answer.WriteAsync(context, new ProtocolError("invalid_request", "cursor is not one that was given out here.")));
    }

    /// <summary>Shows a session.</summary>
    public async Task GetAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access) is not { } request)
        {
            return;
        }

        var withPersonalData = context.Request.Query["personalData"] == "true";
        if (withPersonalData && !request.Operator.SeesPersonalData)
        {
            await AccessTokenHeader.RefuseAsync(context, AdminAccess.PersonalDataRefused, isDpop: false);
            return;
        }

        if (withPersonalData)
        {
            log.Audited(request.Operator.Name, $"look at the personal data of {LogName(context)}", request.TenantId, "done");
        }

        var view = Session(context, request) is { } session
            ? await GrainCalls.RepeatAsync(() => withPersonalData ? session.ViewWithPersonalDataAsync() : session.ViewAsync(), context.RequestAborted)
            : null;
        await (view is null ? Answer.WriteAsync(context, NoSuchSession) : Answer.WriteAsync(context, StatusCodes.Status200OK, json => RowJson.Write(json, view)));
    }

    /// <summary>Erases a session; the grant that came of it stays.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access) is { } request)
        {
            var erased = Session(context, request) is { } session && await GrainCalls.RetryLostRaceAsync(session.EraseAsync);
            log.Audited(request.Operator.Name, $"delete {LogName(context)}", request.TenantId, erased ? "done" : "there is none");
            if (!erased)
            {
                await Answer.WriteAsync(context, NoSuchSession);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static ProtocolError NoSuchSession { get; } = new("invalid_request", "There is no such session.", StatusCodes.Status404NotFound);

    private static string LogName(HttpContext context) =>
        Guid.TryParse((string?)context.Request.RouteValues["sessionId"], out var id) ? $"session {SessionLogId.Of(id)}" : "a session";

    private IAuthSessionGrain? Session(HttpContext context, AdminRequest request) =>
        Guid.TryParse((string?)context.Request.RouteValues["sessionId"], out var id)
            ? grains.GetGrain<IAuthSessionGrain>(new GrainKey(request.TenantId, id).ToString())
            : null;

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var isTime = DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read);
        time = isTime ? read : null;
        return isTime;
    }

    private static bool TrySize(string? text, out int size)
    {
        size = 100;
        return string.IsNullOrEmpty(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= 1_000);
    }
}
