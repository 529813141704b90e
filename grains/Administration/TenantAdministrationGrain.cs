using System.Collections.Immutable;
using Eudiplo.Grains.Abstractions.Administration;
using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Revocations;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Orleans.Storage;

namespace Eudiplo.Grains.Administration;

/// <summary>What operators do with a tenant's rows, in the database and page by page.</summary>
[GrainType("administration")]
public sealed class TenantAdministrationGrain(
    IStateQueries rows, TenantDirectory tenants, RevocationVeto veto, GrantMetrics metrics) : Grain, ITenantAdministrationGrain
{
    /// <summary>The rows of one page of deletions: some ten milliseconds of the database, and a few ten kilobytes.</summary>
    private const int PageSize = 1_000;

    private const int MaxListSize = 1_000;

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> BeginRevocationAsync(RevocationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (await tenants.FindAsync(this.GetPrimaryKeyString()) is { } tenant && !await veto.AllowsAsync(tenant, target))
        {
            return null;
        }

        var revocations = GrainFactory.GetGrain<ITenantRevocationsGrain>(this.GetPrimaryKeyString());
        for (var tried = 1; ; tried++)
        {
            try
            {
                var at = await revocations.RevokeAsync(target);
                return await BeforeAsync(target, at);
            }
            catch (InconsistentStateException) when (tried < 16)
            {
                // Another process recorded one; the next try comes after it.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<int> RevokePageAsync(RevocationTarget target, DateTimeOffset before)
    {
        ArgumentNullException.ThrowIfNull(target);

        // Rows are deleted whatever their version, and live activations are not told: a grant reads its row on every call.
        var deleted = (await rows.DeletePageAsync(Grants(target) with { CreatedBefore = before }, PageSize)).Count;
        metrics.Revoked(this.GetPrimaryKeyString(), "bulk", deleted);
        return deleted;
    }

    /// <inheritdoc/>
    public async Task<RowPage> ListAsync(RowQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var filter = new StateFilter(query.Kind, this.GetPrimaryKeyString())
        {
            Status = query.Status,
            ClientId = query.ClientId,
            Subject = query.Subject,
            GroupId = query.GroupId,
            CreatedFrom = query.CreatedFrom,
            CreatedBefore = query.CreatedBefore,
        };
        try
        {
            var page = await rows.ListAsync(filter, query.Cursor, Math.Clamp(query.PageSize, 1, MaxListSize));
            return new RowPage { Rows = [.. page.Rows.Select(Summary)], NextCursor = page.NextCursor };
        }
        catch (FormatException)
        {
            return new RowPage { IsCursorValid = false };
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> ErasePageAsync() =>
        (await rows.DeleteTenantPageAsync(this.GetPrimaryKeyString(), PageSize)).ToImmutableDictionary();

    /// <summary>
    /// The time before which the target's grants go. Another process may have made some whose clock is ahead of the one that the revocation was
    /// recorded by. Each that began earlier is a row by now, or will find the record and take itself back; so the newest row bounds them.
    /// Grants that begin just now can be among those: they began during the call, and may be revoked by it.
    /// </summary>
    private async Task<DateTimeOffset> BeforeAsync(RevocationTarget target, DateTimeOffset at)
    {
        var newest = (await rows.ListAsync(Grants(target) with { CreatedFrom = at }, cursor: null, pageSize: 1)).Rows;
        return newest.Count == 0 ? at : newest[0].CreatedAt.AddMicroseconds(1);
    }

    private StateFilter Grants(RevocationTarget target) => new(StorageNames.Grant, this.GetPrimaryKeyString())
    {
        Status = "active",
        ClientId = target.Kind == RevocationTargetKind.Client ? target.Value : null,
        Subject = target.Kind == RevocationTargetKind.User ? target.Value : null,
        GroupId = target.Kind == RevocationTargetKind.Group ? target.Value : null,
    };

    // The key is {tenant}/{id}, or the tenant alone.
    private static RowSummary Summary(StateSummary row) => new(
        row.Key[(row.Key.IndexOf('/', StringComparison.Ordinal) + 1)..], row.Status, row.ClientId, row.GroupId, row.CreatedAt, row.UpdatedAt, row.ExpiresAt);
}
