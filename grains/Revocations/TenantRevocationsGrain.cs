using Eudiplo.Grains.Abstractions.Revocations;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Tenants;
using Orleans.Runtime;

namespace Eudiplo.Grains.Revocations;

/// <summary>
/// The order of one tenant's grants and revocations. A grant gets its time here before it is stored, and asks again afterwards; a revocation
/// is recorded here before it looks for rows. So a grant that began before a revocation is either met as a row, or finds the record; and one
/// that begins afterwards has a later time than the revocation goes by, whatever the clocks of the nodes say.
/// </summary>
/// <remarks>
/// Where several processes share a database without a cluster, each has an activation of its own: the record still goes through the
/// database. Times come from each process's clock, and are later than the last record's; what a clock that is ahead does to the rows is seen
/// to where the pages begin (<c>TenantAdministrationGrain</c>).
/// </remarks>
[GrainType("revocations")]
public sealed class TenantRevocationsGrain(
    [PersistentState(StorageNames.Revocations, StorageNames.Provider)] IPersistentState<TenantRevocationsState> stored,
    ITenantPresence tenants,
    TimeProvider clock) : Grain, ITenantRevocationsGrain
{
    /// <summary>How long a record is kept: far longer than a grain call, and so the storing of a grant, may take.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    /// <summary>What the database can tell apart.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    /// <summary>The most records that are kept.</summary>
    private const int MaxRecent = 1_000;

    private DateTimeOffset _last;

    /// <inheritdoc/>
    public Task<GrantStart> BeginGrantAsync() => Task.FromResult(new GrantStart(NextTime(), stored.State.Sequence));

    /// <inheritdoc/>
    public Task<bool> WasRevokedAsync(GrantStart start, string? clientId, string? subject, string? groupId)
    {
        ArgumentNullException.ThrowIfNull(start);
        var state = stored.State;

        // A grant that took so long that its time's records are gone is refused: nobody has seen its tokens yet.
        return Task.FromResult(start.Sequence < state.Sequence
            && (start.Sequence < state.ForgottenUpTo
                || state.Recent.Any(r => r.Sequence > start.Sequence && r.Target.Covers(clientId, subject, groupId))));
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset> RevokeAsync(RevocationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var before = stored.State;
        var (now, at) = (clock.GetUtcNow(), NextTime());
        var recent = before.Recent.Where(r => now - r.At < KeptFor).TakeLast(MaxRecent - 1).ToList();
        stored.State = new TenantRevocationsState
        {
            SchemaVersion = TenantRevocationsState.CurrentSchemaVersion,
            TenantId = this.GetPrimaryKeyString(),
            Sequence = before.Sequence + 1,
            LastAt = at,
            Recent = [.. recent, new RevocationRecord(before.Sequence + 1, at, target)],
            ForgottenUpTo = before.Sequence - recent.Count,
            CreatedAt = stored.RecordExists ? before.CreatedAt : now,
        };
        var isFirst = !stored.RecordExists;
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            stored.State = before;
            throw;
        }

        if (isFirst && !await tenants.IsThereAsync(this.GetPrimaryKeyString()))
        {
            await stored.TakeBackAsync();
            DeactivateOnIdle();
        }

        return at;
    }

    /// <summary>A time later than every one that was given out before.</summary>
    private DateTimeOffset NextTime()
    {
        var now = clock.GetUtcNow();
        var last = _last > stored.State.LastAt ? _last : stored.State.LastAt;
        return _last = now > last ? now.AddTicks(-(now.Ticks % Tick.Ticks) + Tick.Ticks) : last + Tick;
    }
}
