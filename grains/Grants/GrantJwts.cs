using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Tokens;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Grants;

/// <summary>The JWTs of a grant. Each carries a capability as its <c>jti</c>, so it finds its grant and is known there by a hash.</summary>
internal static class GrantJwts
{
    /// <summary>A JWT access token (RFC 9068, section 2.2).</summary>
    public static string AccessToken(GrantState state, AccessToken token, string secret, TenantContext tenant, JwsSigner signer) =>
        signer.Sign(PresentedToken.AccessTokenType, Json.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", tenant.Urls.Issuer);
            json.WriteString("aud", tenant.Urls.Issuer);
            json.WriteString("sub", Subject(state));
            if (state.ClientId is { Length: > 0 } clientId)
            {
                json.WriteString("client_id", clientId);
            }

            json.WriteNumber("iat", token.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
            json.WriteString("jti", Capability.Encode(state.Id, secret));
            WriteGrant(json, state, token);
            json.WriteEndObject();
        }));

    /// <summary>An ID token (OpenID Connect Core 1.0, sections 2, 3.1.3.6 and 12.2).</summary>
    /// <param name="state">The grant.</param>
    /// <param name="token">The access token beside it; the ID token expires with it.</param>
    /// <param name="accessToken">The access token as it is handed out.</param>
    /// <param name="secret">The secret of the <c>jti</c>.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="signer">The tenant's key.</param>
    public static string IdToken(GrantState state, AccessToken token, string accessToken, string secret, TenantContext tenant, JwsSigner signer) =>
        signer.Sign(PresentedToken.IdTokenType, Json.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", tenant.Urls.Issuer);
            json.WriteString("sub", Subject(state));
            json.WriteString("aud", state.ClientId);
            json.WriteNumber("iat", token.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
            json.WriteNumber("auth_time", (state.AuthTime ?? state.CreatedAt).ToUnixTimeSeconds());
            if (state.Nonce is { } nonce && state.Refresh is null or { Generation: 0 })
            {
                json.WriteString("nonce", nonce);
            }

            json.WriteString("at_hash", StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16)));
            json.WriteString("jti", Capability.Encode(state.Id, secret));
            json.WriteEndObject();
        }));

    /// <summary>Writes what a resource server needs to know of a grant: scope, authorization details, DPoP key.</summary>
    public static void WriteGrant(Utf8JsonWriter json, GrantState state, AccessToken? token)
    {
        if ((token?.Scope ?? state.Scope) is { } scope)
        {
            json.WriteString("scope", scope);
        }

        if (state.AuthorizationDetails is { } details)
        {
            json.WritePropertyName("authorization_details");
            json.WriteRawValue(details);
        }

        if (state.DpopThumbprint is { } thumbprint)
        {
            json.WriteStartObject("cnf");
            json.WriteString("jkt", thumbprint);
            json.WriteEndObject();
        }
    }

    /// <summary>
    /// The <c>sub</c>: the user; the client where it acts for itself; and where the steps did not tell who the user is, a name that stands for
    /// this grant only.
    /// </summary>
    public static string Subject(GrantState state) => state.Subject
        ?? (state.GrantType == GrantType.ClientCredentials
            ? state.ClientId!
            : string.Create(CultureInfo.InvariantCulture, $"urn:uuid:{state.Id:D}"));
}
