using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Credentials;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Revocations;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Eudiplo.Grains.Grants;

/// <summary>One granted authorization and its tokens.</summary>
/// <remarks>An activation reads its row on every call, so there is little to gain from keeping it.</remarks>
[GrainType("grant")]
[CollectionAgeLimit(Minutes = 2)]
public sealed partial class GrantGrain(
    [PersistentState(StorageNames.Grant, StorageNames.Provider)] IPersistentState<GrantState> grant,
    TenantDirectory tenants,
    TenantKeyRing keys,
    TokenAnswers answers,
    StatusIndices statusIndices,
    RevocationVeto veto,
    GrantOrder order,
    GrantMetrics metrics,
    TimeProvider clock,
    ILogger<GrantGrain> log) : Grain, IGrantGrain
{
    private GrainKey _key;
    private bool _isJustRead;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = GrainKey.Parse(this.GetPrimaryKeyString());
        _isJustRead = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<TokenReply> CreateAsync(CreateGrant command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("grant.create", _key);
        if (await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return Refuse(GrantErrors.UnknownTenant, "unknown_tenant");
        }

        return await CreateAsync(command, tenant);
    }

    /// <inheritdoc/>
    public async Task<TokenReply> CreateAgainAsync(byte[] attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        using var span = GrainSpans.Start("grant.create_again", _key);
        return await tenants.FindAsync(_key.TenantId) is { } tenant && await AnswerAgainAsync(attempt, tenant) is { } reply
            ? reply
            : Refuse(GrantErrors.InvalidCode, "not_made_by_this");
    }

    /// <inheritdoc/>
    public async Task<TokenReply> RequestForClientAsync(RequestClientGrant command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("grant.request_for_client", _key);
        if (await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return Refuse(GrantErrors.UnknownTenant, "unknown_tenant");
        }

        // RFC 7523, section 3.1: with an assertion client authentication is optional, but who brings credentials must bring good ones.
        var isAnonymous = command is { Assertion: not null, Credentials: { ClientId: null, Method: ClientAuthenticationMethod.None } };
        var (foreign, client) = isAnonymous ? (null, null) : await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        if (foreign is not null)
        {
            return Refuse(foreign, "client");
        }

        var error = ClientGrantRules.Check(command, client, tenant, _key.Id, clock.GetUtcNow(), out var creation, out var reason);
        return error is null ? await CreateAsync(creation!, tenant) : Refuse(error, reason);
    }

    /// <inheritdoc/>
    public async Task<TokenReply> RefreshAsync(RefreshGrant command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = GrainSpans.Start("grant.refresh", _key);
        if (await FindLiveAsync() is not { } state || await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return Refuse(GrantErrors.InvalidRefreshToken, "no_grant");
        }

        var (foreign, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        if (foreign is not null)
        {
            return Refuse(foreign, "client");
        }

        // A copy in the hands of another client, of another instance of the client, or without the wallet's key, is worth nothing, so it does
        // no harm to the grant either.
        if (state.Refresh is not { } family
            || client.ClientId != state.ClientId
            || (state.ClientInstance is { } instance && client.Instance != instance)
            || command.DpopThumbprint != state.DpopThumbprint)
        {
            return Refuse(GrantErrors.InvalidRefreshToken, "binding");
        }

        var now = clock.GetUtcNow();
        var digest = RefreshRules.Digest(command, client.ClientId);
        var grace = TimeSpan.FromSeconds(tenant.Document.Tokens.RefreshGraceSeconds);
        var outcome = RefreshRules.Judge(family, command, digest, grace, now, out var again);
        metrics.Refreshed(_key.TenantId, outcome.ToString());
        switch (outcome)
        {
            case RefreshOutcome.Exchange when !GrantScope.IsWithin(command.Scope, state.Scope):
                return Refuse(GrantErrors.InvalidScope, "scope");
            case RefreshOutcome.Exchange:
                return await ExchangeAsync(state, family, command, AnswerSecrets.New(digest), tenant, now);
            case RefreshOutcome.Again:
                return await AnswerAgainAsync(state, TokenSecrets.Of(again!, family), tenant) ?? Refuse(GrantErrors.InvalidRefreshToken, "revoked_since");
            case RefreshOutcome.Reused:
                log.RefreshTokenReused(_key.TenantId, SessionLogId.Of(_key.Id));
                await RevokeAsync("refresh_token_reused", TimeSpan.Zero);
                return Refuse(GrantErrors.InvalidRefreshToken, "reused");
            default:
                return Refuse(GrantErrors.InvalidRefreshToken, outcome.ToString());
        }
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
            Refresh = null,
            IdToken = null,
            CompletedSteps = null,
            ExpiresAt = state.ExpiresAt > rememberUntil ? state.ExpiresAt : rememberUntil,
        });
        metrics.Revoked(_key.TenantId, reason);
        log.GrantRevoked(_key.TenantId, SessionLogId.Of(_key.Id), reason, live);
        return live;
    }

    /// <inheritdoc/>
    public async Task RevokeByCodeAsync(SecretText codeSecret)
    {
        ArgumentNullException.ThrowIfNull(codeSecret);
        using var span = GrainSpans.Start("grant.revoke_by_code", _key);
        if (await FindLiveAsync() is { } state && CapabilitySecret.Matches(codeSecret.Value, state.Code))
        {
            await RevokeAsync("code_replayed", TimeSpan.Zero);
        }
    }

    private async Task<TokenReply> CreateAsync(CreateGrant command, TenantContext tenant)
    {
        if (grant.RecordExists)
        {
            return await AnswerExistingAsync(command, tenant);
        }

        var start = await order.BeginAsync(_key.TenantId);
        var state = NewGrant.Create(_key, command, tenant, clock.GetUtcNow(), out var secrets) with { CreatedAt = start.CreatedAt };
        await WriteAsync(state);
        if (await order.WasRevokedAsync(_key.TenantId, start, state.ClientId, state.Subject, state.GroupId))
        {
            // A revocation in bulk was recorded while the row was written, and may have looked for rows before this one was there.
            await ForgetAsync();
            return Refuse(GrantErrors.InvalidCode, "revoked_meanwhile");
        }

        metrics.Created(_key.TenantId, command.GrantType.ToString());
        return await answers.MakeAsync(state, state.AccessTokens[^1], secrets, tenant);
    }

    /// <summary>
    /// The insert of the row has decided who uses the code. An attempt that comes again, because its gateway did not hear the answer, gets it; one
    /// that comes from another request is the second use of the code, and ends what the first one got (RFC 6749, section 4.1.2).
    /// </summary>
    private async ValueTask<TokenReply> AnswerExistingAsync(CreateGrant command, TenantContext tenant)
    {
        if (command.Attempt is { } attempt && await AnswerAgainAsync(attempt, tenant) is { } reply)
        {
            return reply;
        }

        if (command.GrantType is GrantType.AuthorizationCode or GrantType.PreAuthorizedCode)
        {
            await RevokeAsync("code_replayed", (command.RememberUntil ?? clock.GetUtcNow()) - clock.GetUtcNow());
        }

        return Refuse(GrantErrors.InvalidCode, "exists");
    }

    private async ValueTask<TokenReply?> AnswerAgainAsync(byte[] attempt, TenantContext tenant) =>
        await FindLiveAsync() is { } made && AnswerSecrets.Again(attempt, made.Attempt, made.AttemptSalt) is { } again
            ? await AnswerAgainAsync(made, TokenSecrets.Of(again, made.Refresh), tenant)
            : null;

    private async ValueTask<TokenReply?> AnswerAgainAsync(GrantState state, TokenSecrets secrets, TenantContext tenant) =>
        state.AccessTokens.LastOrDefault(t => CapabilitySecret.Matches(secrets.Access, t.Hash)) is { } token
            ? await answers.MakeAsync(state, token, secrets, tenant)
            : null;

    private async Task<TokenReply> ExchangeAsync(
        GrantState state, RefreshFamily family, RefreshGrant command, AnswerSecrets answer, TenantContext tenant, DateTimeOffset now)
    {
        var settings = tenant.Document.Tokens;
        var secrets = TokenSecrets.Of(answer, family);
        var token = new AccessToken
        {
            Hash = CapabilitySecret.Hash(secrets.Access)!,
            IssuedAt = now,
            ExpiresAt = now.AddSeconds(settings.AccessTokenLifetimeSeconds),
            Scope = command.Scope,
            IsJwt = settings.AccessTokenFormat == AccessTokenFormat.Jwt,
        };
        var exchanged = state with
        {
            Refresh = RefreshRules.Exchange(family, command, answer, settings, state.CreatedAt, now),
            IdToken = CapabilitySecret.Hash(secrets.Id),

            // Who has exchanged a refresh token has had the first answer.
            Attempt = null,
            AttemptSalt = null,
        };
        await WriteAsync(GrantTokens.Add(exchanged, token, now));
        return await answers.MakeAsync(grant.State, token, secrets, tenant);
    }

    /// <summary>
    /// The grant, if there is one and something of it is alive. The row is read each time: a revocation in bulk deletes rows in the database
    /// and does not know which activations there are, and a token that was revoked must not be called active by one that has not heard of it.
    /// </summary>
    private async ValueTask<GrantState?> FindLiveAsync()
    {
        if (!_isJustRead && grant.RecordExists)
        {
            await grant.ReadStateAsync();
        }

        _isJustRead = false;
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
        _isJustRead = false;
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
