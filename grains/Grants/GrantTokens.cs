using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Grants;

/// <summary>The tokens of a grant: what is kept of them, and what is handed out.</summary>
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

    /// <summary>The answer with a grant's newest tokens.</summary>
    public static TokenReply Answer(GrantState state, AccessToken token, TokenSecrets secrets, DateTimeOffset now) => new()
    {
        AccessToken = new SecretText(Capability.Encode(state.Id, secrets.Access)),
        TokenType = state.DpopThumbprint is null ? "Bearer" : "DPoP",
        ExpiresIn = Math.Max(0, (int)(token.ExpiresAt - now).TotalSeconds),
        Scope = token.Scope ?? state.Scope,
        AuthorizationDetails = state.AuthorizationDetails,
        RefreshToken = secrets.Refresh is { } refresh ? new SecretText(Capability.Encode(state.Id, refresh)) : null,
    };
}
