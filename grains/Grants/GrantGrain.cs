using System.Security.Cryptography;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Protocol.Capabilities;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Eudiplo.Grains.Grants;

/// <summary>One granted authorization and its tokens.</summary>
[GrainType("grant")]
public sealed class GrantGrain(
    [PersistentState(StorageNames.Grant, StorageNames.Provider)] IPersistentState<GrantState> grant,
    TimeProvider clock,
    ILogger<GrantGrain> log) : Grain, IGrantGrain
{
    private GrainKey _key;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = GrainKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<TokenReply> CreateAsync(CreateGrant command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (grant.RecordExists)
        {
            // Either the code was presented twice and the other redemption has already revoked what this one was about to make, or the grant
            // has been made. In both cases there is nothing to hand out.
            return TokenReply.Refused("invalid_grant", "The code is unknown, expired, used, or was not issued for this request.");
        }

        var now = clock.GetUtcNow();
        var secret = RandomNumberGenerator.GetBytes(Capability.SecretLength);
        var token = new AccessToken { Hash = SHA256.HashData(secret), IssuedAt = now, ExpiresAt = now + command.AccessTokenLifetime };
        await WriteAsync(new GrantState
        {
            SchemaVersion = GrantState.CurrentSchemaVersion,
            Id = _key.Id,
            TenantId = _key.TenantId,
            ClientId = command.ClientId,
            Subject = command.Subject,
            GroupId = command.GroupId,
            Scope = command.Scope,
            AuthorizationDetails = command.AuthorizationDetails,
            Code = command.CodeHash,
            AuthTime = command.AuthTime,
            CompletedSteps = command.CompletedSteps,
            AccessTokens = [token],
            CreatedAt = now,
            ExpiresAt = token.ExpiresAt,
        });
        return new TokenReply
        {
            AccessToken = new SecretText(Capability.Encode(_key.Id, secret)),
            TokenType = "Bearer",
            ExpiresIn = (int)command.AccessTokenLifetime.TotalSeconds,
            Scope = command.Scope,
            AuthorizationDetails = command.AuthorizationDetails,
        };
    }

    /// <inheritdoc/>
    public async Task<int> RevokeAsync(string reason, TimeSpan rememberFor)
    {
        var now = clock.GetUtcNow();
        if (grant.RecordExists && grant.State.RevokedAt is not null)
        {
            return 0;
        }

        var live = grant.RecordExists ? grant.State.AccessTokens.Count(t => t.ExpiresAt > now) : 0;
        var state = grant.RecordExists
            ? grant.State
            : new GrantState { SchemaVersion = GrantState.CurrentSchemaVersion, Id = _key.Id, TenantId = _key.TenantId, CreatedAt = now, ExpiresAt = now };
        var rememberUntil = now + rememberFor;
        await WriteAsync(state with
        {
            RevokedAt = now,
            RevocationReason = reason,
            AccessTokens = [],
            CompletedSteps = null,
            ExpiresAt = state.ExpiresAt > rememberUntil ? state.ExpiresAt : rememberUntil,
        });
        log.GrantRevoked(_key.TenantId, Sessions.SessionLogId.Of(_key.Id), reason, live);
        return live;
    }

    /// <inheritdoc/>
    public async Task RevokeByCodeAsync(SecretText codeSecret)
    {
        ArgumentNullException.ThrowIfNull(codeSecret);
        if (!IsLive())
        {
            DeactivateOnIdle();
        }
        else if (CapabilitySecret.Matches(codeSecret.Value, grant.State.Code))
        {
            await RevokeAsync("code_replayed", TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public Task<AccessTokenView> FindAccessTokenAsync(SecretText tokenSecret)
    {
        ArgumentNullException.ThrowIfNull(tokenSecret);
        if (!IsLive())
        {
            DeactivateOnIdle();
            return Task.FromResult(new AccessTokenView { Active = false });
        }

        var (state, now) = (grant.State, clock.GetUtcNow());
        var token = state.AccessTokens.FirstOrDefault(t => t.ExpiresAt > now && CapabilitySecret.Matches(tokenSecret.Value, t.Hash));
        return Task.FromResult(token is null
            ? new AccessTokenView { Active = false }
            : new AccessTokenView
            {
                Active = true,
                ClientId = state.ClientId,
                Scope = state.Scope,
                AuthorizationDetails = state.AuthorizationDetails,
                IssuedAt = token.IssuedAt,
                ExpiresAt = token.ExpiresAt,
            });
    }

    private bool IsLive() => grant.RecordExists && clock.GetUtcNow() < grant.State.ExpiresAt;

    private async Task WriteAsync(GrantState next)
    {
        var previous = grant.State;
        grant.State = next;
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
}
