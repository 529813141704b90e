using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Tenants;
using Orleans.Runtime;

namespace Eudiplo.Grains.Sessions;

/// <summary>The life of the stored state: written before it is told, and gone when its time is over.</summary>
public sealed partial class AuthSessionGrain
{
    private int _usesSinceRead;

    /// <summary>The tenant of the session, if there is a session and it is alive by the clock, whether or not its timer or the sweeper has run.</summary>
    private async ValueTask<TenantContext?> FindLiveAsync()
    {
        _usesSinceRead++;
        if (!session.RecordExists)
        {
            // Anybody can name a session that does not exist; its activation shall not stay.
            DeactivateOnIdle();
            return null;
        }

        var tenant = await tenants.FindAsync(_key.TenantId);
        if (session.State.Status == SessionStatus.Expired || clock.GetUtcNow() >= session.State.ExpiresAt)
        {
            await ExpireAsync();
            return null;
        }

        return tenant;
    }

    /// <summary>
    /// Whether another activation has moved the session on since this one read it, which happens while the members of a cluster disagree about
    /// who is alive. Asked before a refusal: a write would find out by itself, but a refusal writes nothing, and would cost the wallet its
    /// session. The state is the newest afterwards; where this is true, the call begins again.
    /// </summary>
    private async ValueTask<bool> IsBehindAsync()
    {
        if (_usesSinceRead <= 1)
        {
            return false;
        }

        var known = session.Etag;
        await session.ReadStateAsync();
        var isBehind = session.Etag != known;

        // What was read is used by this call already, unless the call begins again. The next call may not take it for its own.
        _usesSinceRead = isBehind ? 0 : 1;
        return isBehind;
    }

    private void ScheduleExpiry()
    {
        if (session.RecordExists && session.State.Status != SessionStatus.Expired)
        {
            var left = session.State.ExpiresAt - clock.GetUtcNow();
            _expiry?.Dispose();
            _expiry = this.RegisterGrainTimer(
                ExpireAsync, new GrainTimerCreationOptions(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        }
    }

    /// <summary>
    /// Ends the session and drops what it knew. Nobody waits for this: if it fails, the row is the sweeper's. So is a row whose status and
    /// times are kept: an expired row cannot be written any more, only swept.
    /// </summary>
    private async Task ExpireAsync()
    {
        _expiry?.Dispose();
        try
        {
            if (session.RecordExists && session.State.RetainUntil is null)
            {
                await session.ClearStateAsync();
            }

            metrics.Reached(_key.TenantId, SessionStatus.Expired);
        }
        catch (Exception e)
        {
            log.CleanupFailed(_key.TenantId, _logId, e);
        }

        DeactivateOnIdle();
    }

    private async Task WriteAsync(AuthSessionState next)
    {
        _usesSinceRead++;
        var previous = session.State;
        session.State = next;
        try
        {
            await session.WriteStateAsync();
        }
        catch
        {
            // What is not stored was never said: later calls on this activation must not see it.
            session.State = previous;
            throw;
        }

        if (next.HasEnded && !previous.HasEnded)
        {
            openSessions.End(_key.TenantId, next.ClientId);
        }
    }

    private async Task<SessionView?> ShowAsync(bool withPersonalData)
    {
        var live = await FindLiveAsync();
        if (await IsBehindAsync())
        {
            live = await FindLiveAsync();
        }

        return live is null ? null : SessionViews.Of(session.State, withPersonalData);
    }
}
