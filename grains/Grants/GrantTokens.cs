using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Keys;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Tokens;

namespace Eudiplo.Grains.Grants;

/// <summary>The tokens of a grant: what is kept of them, and which one a presented text is.</summary>
internal static class GrantTokens
{
    /// <summary>
    /// The most access tokens that live at once. Who refreshes more often than tokens expire loses the oldest: each is a hash in the grant's
    /// row, and a row must not grow without end.
    /// </summary>
    public const int MaxLive = 8;

    /// <summary>Adds an access token, drops those that are no longer alive, and settles when nothing of the grant is.</summary>
    public static GrantState Add(GrantState state, AccessToken token, DateTimeOffset now)
    {
        var live = state.AccessTokens.Where(t => t.ExpiresAt > now).Append(token).TakeLast(MaxLive).ToArray();
        var end = live.Max(t => t.ExpiresAt);
        return state with { AccessTokens = live, ExpiresAt = state.Refresh is { } r && r.ExpiresAt > end ? r.ExpiresAt : end };
    }

    /// <summary>
    /// The live access token whose secret a presented text has; null when it is none. Of a JWT the signature counts as well, and is still to be
    /// looked at; the <c>jti</c> alone is no token.
    /// </summary>
    public static AccessToken? FindAccessToken(GrantState state, PresentedToken presented, DateTimeOffset now) => state.AccessTokens.FirstOrDefault(
        t => t.ExpiresAt > now && t.IsJwt == (presented.Jwt is not null) && CapabilitySecret.Matches(presented.Secret, t.Hash));

    /// <summary>Whether a presented text is a JWT access token that one of the tenant's keys has signed.</summary>
    public static bool IsSignedAccessToken(PresentedToken presented, TenantKeys? keys) =>
        presented.Jwt is { } jwt && IsSignedBy(jwt, keys, PresentedToken.AccessTokenType);

    /// <summary>Whether a presented text is the newest refresh token, unexpired.</summary>
    public static bool IsRefreshToken(GrantState state, PresentedToken presented, DateTimeOffset now) =>
        presented.Jwt is null && state.Refresh is { } family && family.ExpiresAt > now && CapabilitySecret.Matches(presented.Secret, family.Current);

    /// <summary>Whether a text is a refresh token that the grant handed out at some time, be it the newest or exchanged long ago.</summary>
    public static bool IsOfRefreshFamily(GrantState state, SecretText token) =>
        state.Refresh is { } family && Capability.TryDecode(token.Value, out _, out var secret) && RefreshSecret.IsOfFamily(family.Key, secret);

    /// <summary>Whether a presented text is what a grant is to be opened by.</summary>
    public static bool Opens(GrantState state, GrantTokenKind kind, PresentedToken presented, TenantKeys? keys, DateTimeOffset now) => kind switch
    {
        GrantTokenKind.Code => presented.Jwt is null && CapabilitySecret.Matches(presented.Secret, state.Code),
        GrantTokenKind.AccessToken => FindAccessToken(state, presented, now) is { } token && (!token.IsJwt || IsSignedAccessToken(presented, keys)),
        GrantTokenKind.IdToken => presented.Jwt is { } jwt
            && IsSignedBy(jwt, keys, PresentedToken.IdTokenType)
            && CapabilitySecret.Matches(presented.Secret, state.IdToken),
        _ => IsRefreshToken(state, presented, now),
    };

    private static bool IsSignedBy(CompactJws jwt, TenantKeys? keys, string type) =>
        jwt.IsType(type)
        && jwt.KeyId is { } keyId
        && keys?.FindPublic(keyId) is { } key
        && jwt.Verify(key, JwsAlgorithms.ES256) == JwsError.None;
}
