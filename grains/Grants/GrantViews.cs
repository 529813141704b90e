using Eudiplo.Grains.Abstractions.Grants;

namespace Eudiplo.Grains.Grants;

/// <summary>What operators see of grants.</summary>
internal static class GrantViews
{
    /// <summary>Shows a grant.</summary>
    public static GrantView Of(GrantState state, bool withSubject, DateTimeOffset now) => new()
    {
        Id = state.Id,
        ClientId = state.ClientId,
        Subject = withSubject ? state.Subject : null,
        GroupId = state.GroupId,
        Scope = state.Scope,
        AuthorizationDetails = state.AuthorizationDetails,
        GrantType = state.GrantType,
        AuthTime = state.AuthTime,
        CreatedAt = state.CreatedAt,
        ExpiresAt = state.ExpiresAt,
        RevokedAt = state.RevokedAt,
        RevocationReason = state.RevocationReason,
        AccessTokenCount = state.AccessTokens.Count(t => t.ExpiresAt > now),
        AccessTokenExpiresAt = state.AccessTokens.Count > 0 ? state.AccessTokens.Max(t => t.ExpiresAt) : null,
        RefreshTokenExpiresAt = state.Refresh?.ExpiresAt,
        RefreshCount = state.Refresh?.Generation ?? 0,
        DpopThumbprint = state.DpopThumbprint,
        Credentials = [.. (state.Issued ?? []).Select(i => new IssuedCredentialView
        {
            CredentialConfigurationId = i.CredentialConfigurationId,
            IssuedAt = i.IssuedAt,
            Count = i.Count,
            Event = i.Event,
            StatusListUri = i.StatusListUri,
            StatusIndices = i.StatusIndices,
        })],
    };
}
