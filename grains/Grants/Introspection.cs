using System.Text.Json;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Grants;

/// <summary>The answers of introspection (RFC 7662, section 2.2; RFC 9701, section 5).</summary>
internal static class Introspection
{
    private const string JwtType = "token-introspection+jwt";

    /// <summary>The answer.</summary>
    /// <param name="state">The grant of a token that is alive; null for every other token.</param>
    /// <param name="token">The access token; null when it is a refresh token.</param>
    /// <param name="tenant">The tenant.</param>
    public static byte[] Answer(GrantState? state, AccessToken? token, TenantContext tenant) => Json.Write(json => Write(json, state, token, tenant));

    /// <summary>The answer as a JWT for one resource server.</summary>
    public static string Jwt(GrantState? state, AccessToken? token, TenantContext tenant, string resourceServer, JwsSigner signer, DateTimeOffset now) =>
        signer.Sign(JwtType, Json.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", tenant.Urls.Issuer);
            json.WriteString("aud", resourceServer);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WritePropertyName("token_introspection");
            Write(json, state, token, tenant);
            json.WriteEndObject();
        }));

    private static void Write(Utf8JsonWriter json, GrantState? state, AccessToken? token, TenantContext tenant)
    {
        json.WriteStartObject();
        json.WriteBoolean("active", state is not null);
        if (state is not null)
        {
            json.WriteString("iss", tenant.Urls.Issuer);
            json.WriteString("aud", tenant.Urls.Issuer);
            json.WriteString("sub", GrantJwts.Subject(state));
            if (state.ClientId is { Length: > 0 } clientId)
            {
                json.WriteString("client_id", clientId);
            }

            var (issuedAt, expiresAt) = token is null ? (state.Refresh!.IssuedAt, state.Refresh.ExpiresAt) : (token.IssuedAt, token.ExpiresAt);
            json.WriteNumber("iat", issuedAt.ToUnixTimeSeconds());
            json.WriteNumber("exp", expiresAt.ToUnixTimeSeconds());
            if (token is not null)
            {
                json.WriteString("token_type", state.DpopThumbprint is null ? "Bearer" : "DPoP");
            }

            GrantJwts.WriteGrant(json, state, token);
        }

        json.WriteEndObject();
    }
}
