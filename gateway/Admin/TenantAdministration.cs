using Eudiplo.Gateway.Endpoints;
using Eudiplo.Gateway.Wire;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Keys;
using Eudiplo.Grains.Abstractions.Tenants;
using Eudiplo.Grains.Tenants;
using Microsoft.Extensions.Options;

namespace Eudiplo.Gateway.Admin;

/// <summary><c>/admin/tenants/{tenantId}</c>: tenant documents, with optimistic concurrency by ETag, and the erasure of a tenant.</summary>
internal sealed class TenantAdministration(
    IGrainFactory grains,
    AdminAccess access,
    IOptions<GatewayLimits> limits,
    IOptions<IssuerOptions> issuer,
    TimeProvider clock,
    ILogger<TenantAdministration> log)
{
    private const int MaxTries = 8;

    /// <summary>Shows the document without its secrets.</summary>
    public async Task GetAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access, adminOnly: true) is not { } request)
        {
            return;
        }

        var snapshot = await GrainCalls.RepeatAsync(() => grains.GetGrain<ITenantGrain>(request.TenantId).ShowAsync(), context.RequestAborted);
        if (snapshot is null)
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant);
            return;
        }

        context.Response.Headers.ETag = $"\"{snapshot.Version}\"";
        if (Precondition.Read(context.Request)?.Knows(snapshot.Version) == true)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await Answer.WriteAsync(context, StatusCodes.Status200OK, snapshot.Document);
    }

    /// <summary>Makes or changes a tenant.</summary>
    public async Task PutAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access, adminOnly: true) is not { } request)
        {
            return;
        }

        var (body, error) = await RawBody.ReadJsonAsync(context, limits.Value.MaxTenantBytes);
        if (body is null)
        {
            await Answer.WriteAsync(context, error!);
            return;
        }

        var change = await ChangeAsync(context.Request, request.TenantId, (tenant, version) => tenant.PutAsync(body, version));
        log.Audited(request.Operator.Name, "put the document", request.TenantId, Outcome(change, change.IsNew ? "made" : "replaced"));
        if (change.Error is { } refused)
        {
            await WriteRefusalAsync(context, refused, change.Problems);
            return;
        }

        context.Response.Headers.ETag = $"\"{change.Version}\"";
        context.Response.StatusCode = change.IsNew ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    /// <summary>Takes a tenant away and erases all that it has.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access, adminOnly: true) is not { } request)
        {
            return;
        }

        // First the configuration, so that nothing new begins, and then the rows, page by page.
        var change = await ChangeAsync(context.Request, request.TenantId, (tenant, version) => tenant.DeleteAsync(version));
        log.Audited(request.Operator.Name, "delete the document", request.TenantId, Outcome(change, "done"));
        if (change.Error is { } refused)
        {
            await WriteRefusalAsync(context, refused, change.Problems);
            return;
        }

        // Once begun it goes on to its end, whether somebody waits for the answer or not, and whatever happened is told.
        var erased = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var outcome = "broken off: make the same call again";
        try
        {
            await EraseAsync(request.TenantId, erased, CancellationToken.None);
            if (issuer.Value.TenantCacheTime is { Ticks: > 0 } known)
            {
                // Nodes may go on with what they know of the tenant for this long: what they wrote meanwhile goes too.
                using var timer = new PeriodicTimer(known, clock);
                await timer.WaitForNextTickAsync(CancellationToken.None);
                await EraseAsync(request.TenantId, erased, CancellationToken.None);
            }

            outcome = "complete";
        }
        finally
        {
            log.Audited(request.Operator.Name, "delete the tenant", request.TenantId, $"{erased.Values.Sum()} rows erased, {outcome}");
        }

        await Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("erased");
            foreach (var (kind, count) in erased)
            {
                json.WriteNumber(kind, count);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>Makes a new signing key at once.</summary>
    public async Task RotateKeysAsync(HttpContext context)
    {
        if (await AdminRequest.ReadAsync(context, access, adminOnly: true) is not { } request)
        {
            return;
        }

        var set = await GrainCalls.RetryLostRaceAsync(() => grains.GetGrain<ITenantKeysGrain>(request.TenantId).RotateAsync());
        if (set is null)
        {
            await Answer.WriteAsync(context, Refusals.UnknownTenant);
            return;
        }

        log.Audited(request.Operator.Name, "rotate the keys", request.TenantId, set.Keys[0].KeyId);
        await Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("kid", set.Keys[0].KeyId);
            json.WriteEndObject();
        });
    }

    /// <summary>Erases until nothing is left. Where the silo is lost that erased a page, its rows are gone and not in the numbers.</summary>
    private async Task EraseAsync(string tenantId, SortedDictionary<string, long> erased, CancellationToken cancellation)
    {
        var administration = grains.GetGrain<ITenantAdministrationGrain>(tenantId);
        while (await GrainCalls.RepeatAsync(administration.ErasePageAsync, cancellation) is { Count: > 0 } page)
        {
            foreach (var (kind, count) in page)
            {
                erased[kind] = erased.GetValueOrDefault(kind) + count;
            }
        }
    }

    /// <summary>
    /// Makes a change of the version that the request's preconditions allow. The grain makes it of that version only, so what is stored
    /// meanwhile is not lost; a request that takes any version is made again then.
    /// </summary>
    private async Task<TenantChange> ChangeAsync(HttpRequest request, string tenantId, Func<ITenantGrain, string?, Task<TenantChange>> change)
    {
        if (Precondition.Read(request) is not { } precondition)
        {
            return new TenantChange { Error = Precondition.Malformed };
        }

        for (var tried = 1; ; tried++)
        {
            var tenant = grains.GetGrain<ITenantGrain>(tenantId);
            string? version = null;
            if (!precondition.IsEmpty)
            {
                version = (await tenant.ShowAsync())?.Version;
                if (!precondition.Allows(version))
                {
                    return new TenantChange { Error = Precondition.Failed };
                }
            }

            var changed = await GrainCalls.RetryLostRaceAsync(() => change(tenant, version));
            if (changed.Error?.Status != StatusCodes.Status412PreconditionFailed || !precondition.TakesAny || tried == MaxTries)
            {
                // It was made by somebody else just now, and was to be new.
                return changed.Error?.Status == StatusCodes.Status428PreconditionRequired && !precondition.IsEmpty
                    ? new TenantChange { Error = Precondition.Failed }
                    : changed;
            }
        }
    }

    private static string Outcome(TenantChange change, string done) => change.Error is { } error
        ? $"refused with {error.Status}"
        : change.Version is { } version ? $"{done}, version {version}" : done;

    private static Task WriteRefusalAsync(HttpContext context, ProtocolError error, IReadOnlyList<string> problems) =>
        Answer.WriteAsync(context, error.Status, json =>
        {
            json.WriteStartObject();
            json.WriteString("error", error.Code);
            json.WriteString("error_description", error.Description);
            if (problems.Count > 0)
            {
                json.WriteStartArray("problems");
                foreach (var problem in problems)
                {
                    json.WriteStringValue(problem);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
}
