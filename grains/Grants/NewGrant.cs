using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Grants;

/// <summary>The state of a grant that begins, and its first tokens.</summary>
internal static class NewGrant
{
    /// <summary>Makes the state.</summary>
    /// <param name="key">The grant's key.</param>
    /// <param name="command">What the grant begins with.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="now">The time.</param>
    /// <param name="secrets">The secrets of the tokens, to hand out.</param>
    public static GrantState Create(GrainKey key, CreateGrant command, TenantContext tenant, DateTimeOffset now, out TokenSecrets secrets)
    {
        var settings = tenant.Document.Tokens;
        var answer = command.Attempt is { } attempt ? AnswerSecrets.New(attempt) : AnswerSecrets.First();
        var refresh = settings.RefreshTokens && CanRefresh(command) ? RefreshRules.Begin(answer, settings, now) : null;
        var lifetime = command.AccessTokenLifetime ?? TimeSpan.FromSeconds(settings.AccessTokenLifetimeSeconds);
        secrets = TokenSecrets.Of(answer, refresh);
        var state = GrantTokens.Add(
            new GrantState
            {
                SchemaVersion = GrantState.CurrentSchemaVersion,
                Id = key.Id,
                TenantId = key.TenantId,
                ClientId = command.ClientId,
                Subject = command.Subject,
                GroupId = command.GroupId,
                Scope = command.Scope,
                AuthorizationDetails = GrantDetails.WithIdentifiers(command.AuthorizationDetails),
                Code = command.CodeHash,
                AuthTime = command.AuthTime,
                CompletedSteps = command.CompletedSteps,
                Refresh = refresh,
                DpopThumbprint = command.DpopThumbprint,
                ClientInstance = command.ClientInstance,
                GrantType = command.GrantType,
                Nonce = command.Nonce,
                IdToken = CapabilitySecret.Hash(secrets.Id),
                CreatedAt = now,
                Attempt = command.Attempt is null ? null : answer.RequestHash,
                AttemptSalt = command.Attempt is null ? null : answer.Salt,
            },
            new AccessToken
            {
                Hash = CapabilitySecret.Hash(secrets.Access)!,
                IssuedAt = now,
                ExpiresAt = now + lifetime,
                IsJwt = settings.AccessTokenFormat == AccessTokenFormat.Jwt,
            },
            now);
        return command.RememberUntil is { } end && end > state.ExpiresAt ? state with { ExpiresAt = end } : state;
    }

    // RFC 6749, section 4.4.3, and RFC 7521, section 4.1: who acts for itself or has an assertion can ask again whenever it likes. And a
    // refresh token is bound to a client, so there is none for a wallet that did not say which client it is.
    private static bool CanRefresh(CreateGrant command) =>
        command.GrantType is GrantType.AuthorizationCode or GrantType.PreAuthorizedCode && command.ClientId.Length > 0;
}
