using System.Diagnostics;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Telemetry;
using Orleans.Storage;

namespace Eudiplo.Grains.Grants;

/// <content>The grant's row: read on every call, and never believed before it is written.</content>
public sealed partial class GrantGrain
{
    private GrainKey _key;
    private bool _isActivated;
    private bool _isFresh;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = GrainKey.Parse(this.GetPrimaryKeyString());
        _isActivated = true;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Begins a call. What the activation read is fresh for the call that it was activated for, and for no later one: also when that first call
    /// was refused before it had looked at the grant, which any stranger can bring about.
    /// </summary>
    private Activity? Enter(string name)
    {
        (_isFresh, _isActivated) = (_isActivated, false);
        return GrainSpans.Start(name, _key);
    }

    /// <summary>
    /// The grant, if there is one and something of it is alive. The row is read each time: a revocation in bulk deletes rows in the database
    /// and does not know which activations there are, and a token that was revoked must not be called active by one that has not heard of it.
    /// </summary>
    private async ValueTask<GrantState?> FindLiveAsync()
    {
        if (!_isFresh && grant.RecordExists)
        {
            await grant.ReadStateAsync();
        }

        _isFresh = false;
        if (grant.RecordExists && grant.State.RevokedAt is null && clock.GetUtcNow() < grant.State.ExpiresAt)
        {
            return grant.State;
        }

        // Anybody can name a grant that does not exist; its activation shall not stay.
        DeactivateOnIdle();
        return null;
    }

    private async Task ForgetAsync()
    {
        DeactivateOnIdle();
        try
        {
            await grant.ClearStateAsync();
        }
        catch (InconsistentStateException)
        {
            // The revocation has met the row after all.
        }
    }

    private async Task WriteAsync(GrantState next)
    {
        var previous = grant.State;
        grant.State = next;
        _isFresh = false;
        try
        {
            await grant.WriteStateAsync();
        }
        catch
        {
            // What is not stored was never said: later calls on this activation must not see it.
            grant.State = previous;
            throw;
        }
    }

    private TokenReply Refuse(ProtocolError error, string reason)
    {
        log.GrantRequestRefused(_key.TenantId, error.Code, reason);
        return new TokenReply { Error = error };
    }
}
