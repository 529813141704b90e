using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Keys;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;

namespace Eudiplo.Grains.Grants;

/// <summary>Makes the answer with a grant's newest tokens of what is stored and of the secrets that are not.</summary>
public sealed class TokenAnswers(TenantKeyRing keys, TimeProvider clock)
{
    /// <summary>
    /// Makes the answer. Asked for again, it is the same, save that a JWT's signature is made anew: what is signed is the same.
    /// </summary>
    internal async ValueTask<TokenReply> MakeAsync(GrantState state, AccessToken token, TokenSecrets secrets, TenantContext tenant)
    {
        var now = clock.GetUtcNow();
        var accessToken = Capability.Encode(state.Id, secrets.Access);
        string? idToken = null;

        // An ID token is for a client, by its name: there is none for who brought an assertion and did not say which client it is.
        var hasIdToken = GrantScope.Has(token.Scope ?? state.Scope, "openid")
            && state is { GrantType: not GrantType.ClientCredentials, ClientId.Length: > 0 };
        if (token.IsJwt || hasIdToken)
        {
            var signer = (await keys.FindAsync(state.TenantId)).SignerAt(now);
            accessToken = token.IsJwt ? GrantJwts.AccessToken(state, token, secrets.Access, tenant, signer) : accessToken;
            idToken = hasIdToken ? GrantJwts.IdToken(state, token, accessToken, secrets.Id, tenant, signer) : null;
        }

        return new TokenReply
        {
            AccessToken = new SecretText(accessToken),
            TokenType = state.DpopThumbprint is null ? "Bearer" : "DPoP",
            ExpiresIn = Math.Max(0, (int)(token.ExpiresAt - now).TotalSeconds),
            Scope = token.Scope ?? state.Scope,
            AuthorizationDetails = state.AuthorizationDetails,
            RefreshToken = secrets.Refresh is { } refresh ? new SecretText(Capability.Encode(state.Id, refresh)) : null,
            IdToken = SecretText.Of(idToken),
        };
    }
}
