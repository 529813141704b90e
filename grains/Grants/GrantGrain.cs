using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Storage;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Credentials;
using Eudiplo.Grains.Dpop;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Replays;
using Eudiplo.Grains.Revocations;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Telemetry;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;

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
    SharedReplays replays,
    GrantMetrics metrics,
    TimeProvider clock,
    ILogger<GrantGrain> log) : Grain, IGrantGrain
{
    /// <inheritdoc/>
    public async Task<TokenReply> CreateAsync(CreateGrant command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = Enter("grant.create");
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
        using var span = Enter("grant.create_again");
        return await tenants.FindAsync(_key.TenantId) is { } tenant && await AnswerAgainAsync(attempt, tenant) is { } reply
            ? reply
            : Refuse(GrantErrors.InvalidCode, "not_made_by_this");
    }

    /// <inheritdoc/>
    public async Task<TokenReply> RequestForClientAsync(RequestClientGrant command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = Enter("grant.request_for_client");
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
        using var span = Enter("grant.refresh");
        if (await FindLiveAsync() is not { } state || await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return Refuse(GrantErrors.InvalidRefreshToken, "no_grant");
        }

        var (foreign, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        if (foreign is not null)
        {
            return Refuse(foreign, "client");
        }

        if (DpopBinding.CheckToken(command.DpopThumbprint, tenant, client.Registration) is { } missing)
        {
            return Refuse(missing, "dpop");
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
                await EndAsync("refresh_token_reused", TimeSpan.Zero);
                return Refuse(GrantErrors.InvalidRefreshToken, "reused");
            default:
                return Refuse(GrantErrors.InvalidRefreshToken, outcome.ToString());
        }
    }

    /// <inheritdoc/>
    public async Task<int> RevokeAsync(string reason, TimeSpan rememberFor)
    {
        using var span = Enter("grant.revoke");
        return await EndAsync(reason, rememberFor);
    }

    /// <inheritdoc/>
    public async Task RevokeByCodeAsync(SecretText codeSecret)
    {
        ArgumentNullException.ThrowIfNull(codeSecret);
        using var span = Enter("grant.revoke_by_code");
        if (await FindLiveAsync() is { } state && CapabilitySecret.Matches(codeSecret.Value, state.Code))
        {
            await EndAsync("code_replayed", TimeSpan.Zero);
        }
    }

    private async Task<int> EndAsync(string reason, TimeSpan rememberFor)
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

    private async Task<TokenReply> CreateAsync(CreateGrant command, TenantContext tenant)
    {
        if (grant.RecordExists)
        {
            return await AnswerExistingAsync(command, tenant);
        }

        var start = await order.BeginAsync(_key.TenantId);
        var state = NewGrant.Create(_key, command, tenant, clock.GetUtcNow(), out var secrets) with { CreatedAt = start.CreatedAt };
        await WriteAsync(state);
        if (command.GrantType == GrantType.JwtBearer && !await replays.UseKeyAsync(ClientGrantRules.UseOf(_key), Guid.Empty, state.ExpiresAt))
        {
            // The assertion made a grant whose row has gone: deleted by a revocation in bulk, it must not come back.
            await ForgetAsync();
            return Refuse(GrantErrors.InvalidAssertion, "assertion used");
        }

        if (await order.WasRevokedAsync(_key.TenantId, start, state.ClientId, state.Subject, state.GroupId))
        {
            // A revocation in bulk was recorded while the row was written, and may have looked for rows before this one was there.
            await ForgetAsync();
            return Refuse(GrantErrors.NotMade(command.GrantType), "revoked_meanwhile");
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
            await EndAsync("code_replayed", (command.RememberUntil ?? clock.GetUtcNow()) - clock.GetUtcNow());
        }

        return Refuse(GrantErrors.NotMade(command.GrantType), "exists");
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
            Scope = GrantScope.Normal(command.Scope),
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
}
