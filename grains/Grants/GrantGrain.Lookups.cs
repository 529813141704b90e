using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Tokens;

namespace Eudiplo.Grains.Grants;

/// <content>What others ask of a grant: resource servers, clients, operators.</content>
public sealed partial class GrantGrain
{
    /// <inheritdoc/>
    public async Task<AccessTokenView> FindAccessTokenAsync(SecretText token)
    {
        ArgumentNullException.ThrowIfNull(token);
        using var span = Enter("grant.find_access_token");
        var (state, access, _) = await FindTokenAsync(token);
        metrics.LookedUp(_key.TenantId, access is not null);
        return access is null
            ? new AccessTokenView { Active = false }
            : new AccessTokenView
            {
                Active = true,
                ClientId = state!.ClientId,
                Scope = access.Scope ?? state.Scope,
                AuthorizationDetails = state.AuthorizationDetails,
                IssuedAt = access.IssuedAt,
                ExpiresAt = access.ExpiresAt,
                DpopThumbprint = state.DpopThumbprint,
                GrantType = state.GrantType,
            };
    }

    /// <inheritdoc/>
    public async Task<IntrospectionReply> IntrospectAsync(IntrospectToken command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = Enter("grant.introspect");
        if (await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return new IntrospectionReply { Error = GrantErrors.UnknownTenant };
        }

        // RFC 7662, section 2.1: only resource servers that authenticate may ask, or tokens could be fished for.
        var (foreign, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        if (foreign is not null)
        {
            return new IntrospectionReply { Error = foreign.Code == "invalid_request" ? GrantErrors.AuthenticationNeeded : foreign };
        }

        if (!client.May(ClientPermissions.Introspect))
        {
            return new IntrospectionReply { Error = client.Registration is { TokenEndpointAuthMethod: not "none" } ? GrantErrors.NotPermitted : GrantErrors.AuthenticationNeeded };
        }

        var (state, access, isRefresh) = await FindTokenAsync(command.Token);
        var known = access is not null || isRefresh ? state : null;
        metrics.LookedUp(_key.TenantId, known is not null);
        if (!command.AsJwt)
        {
            return new IntrospectionReply { Json = Introspection.Answer(known, access, tenant) };
        }

        var now = clock.GetUtcNow();
        var signer = (await keys.FindAsync(_key.TenantId)).SignerAt(now);
        return new IntrospectionReply { Jwt = new SecretText(Introspection.Jwt(known, access, tenant, client.ClientId, signer, now)) };
    }

    /// <inheritdoc/>
    public async Task<ProtocolError?> RevokeTokenAsync(RevokeToken command)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var span = Enter("grant.revoke_token");
        if (await tenants.FindAsync(_key.TenantId) is not { } tenant)
        {
            return GrantErrors.UnknownTenant;
        }

        var (foreign, client) = await ClientAuthentication.AuthenticateAsync(tenant, command.Credentials);
        if (foreign is not null)
        {
            return foreign;
        }

        var (state, access, isRefresh) = await FindTokenAsync(command.Token);
        if (access is null && !isRefresh && state?.ClientId == client.ClientId)
        {
            // Who gives up a token that was exchanged before, or has expired, means the same authorization: it may not have heard of the newer one.
            isRefresh = GrantTokens.IsOfRefreshFamily(state!, command.Token);
        }

        if (access is null && !isRefresh)
        {
            // A token that is not alive is as its client wants it (RFC 7009, section 2.2).
            return null;
        }

        if (state!.ClientId != client.ClientId)
        {
            return GrantErrors.OtherClient;
        }

        if (!await veto.AllowsAsync(tenant, _key.Id))
        {
            return GrantErrors.Bypassed;
        }

        if (isRefresh || (state.Refresh is null && state.AccessTokens.Count == 1))
        {
            await EndAsync("revoked_by_client", TimeSpan.Zero);
        }
        else
        {
            await WriteAsync(state with { AccessTokens = [.. state.AccessTokens.Where(t => t != access)] });
            log.AccessTokenRevoked(_key.TenantId, SessionLogId.Of(_key.Id));
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<GrantView?> OpenAsync(GrantTokenKind kind, SecretText token, bool withSubject)
    {
        ArgumentNullException.ThrowIfNull(token);
        using var span = Enter("grant.open");
        var now = clock.GetUtcNow();
        return PresentedToken.TryRead(token.Value, out var presented)
            && presented.Id == _key.Id
            && await FindLiveAsync() is { } state
            && GrantTokens.Opens(state, kind, presented, await KeysForAsync(presented), now)
                ? GrantViews.Of(state, withSubject, now)
                : null;
    }

    /// <inheritdoc/>
    public async Task<GrantView?> ViewAsync(bool withSubject)
    {
        using var span = Enter("grant.view");
        await FindLiveAsync();
        return grant.RecordExists ? GrantViews.Of(grant.State, withSubject, clock.GetUtcNow()) : null;
    }

    /// <summary>The live grant and which of its tokens a text is.</summary>
    private async ValueTask<(GrantState? State, AccessToken? Access, bool IsRefresh)> FindTokenAsync(SecretText token)
    {
        if (await FindLiveAsync() is not { } state || !PresentedToken.TryRead(token.Value, out var presented) || presented.Id != _key.Id)
        {
            return default;
        }

        var now = clock.GetUtcNow();
        // The keys are asked for only where the jti is one of this grant's: whoever made that up costs nothing.
        var access = GrantTokens.FindAccessToken(state, presented, now);
        if (access is { IsJwt: true } && !GrantTokens.IsSignedAccessToken(presented, await KeysForAsync(presented)))
        {
            access = null;
        }

        return (state, access, access is null && GrantTokens.IsRefreshToken(state, presented, now));
    }

    private async ValueTask<TenantKeys?> KeysForAsync(PresentedToken presented) =>
        presented.Jwt?.KeyId is { } keyId && await tenants.FindAsync(_key.TenantId) is not null
            ? await keys.FindAsync(_key.TenantId, keyId, TimeSpan.Zero)
            : null;
}
