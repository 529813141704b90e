using System.Text.Json;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Offers;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Tenants;

/// <summary>The metadata documents of a tenant. They name what is on, and nothing else.</summary>
internal static class TenantMetadata
{
    /// <summary>Authorization server metadata (RFC 8414, section 2; OID4VCI 1.1, "OAuth 2.0 Authorization Server Metadata").</summary>
    public static byte[] AuthorizationServer(TenantContext tenant) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("issuer", tenant.Urls.Issuer);
        json.WriteString("authorization_endpoint", tenant.Urls.Authorization);
        json.WriteString("token_endpoint", tenant.Urls.Token);
        json.WriteString("introspection_endpoint", tenant.Urls.Introspection);
        json.WriteString("revocation_endpoint", tenant.Urls.Revocation);
        json.WriteString("jwks_uri", tenant.Urls.Jwks);
        WriteStrings(json, "introspection_signing_alg_values_supported", ["ES256"]);
        WriteInteractive(json, tenant);
        if (tenant.Document.PushedAuthorizationRequests)
        {
            json.WriteString("pushed_authorization_request_endpoint", tenant.Urls.PushedAuthorization);

            // The authorization endpoint opens a request_uri and reads nothing else of a request.
            json.WriteBoolean("require_pushed_authorization_requests", true);
        }

        if (tenant.Document.Clients.Any(c => c.Jwks is not null))
        {
            json.WriteBoolean("request_parameter_supported", true);
            WriteStrings(json, "request_object_signing_alg_values_supported", JwsAlgorithmNames.List(JwsAlgorithms.EcdsaAndPss));
        }

        // A client's own request_uri is not fetched. One of the pushed endpoint is taken nevertheless (RFC 9126, section 5).
        json.WriteBoolean("request_uri_parameter_supported", false);
        WriteStrings(json, "response_types_supported", ["code"]);
        WriteStrings(json, "response_modes_supported", ["query"]);
        WriteStrings(json, "ui_locales_supported", ["en", "de"]);
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        WriteStrings(json, "grant_types_supported", GrantTypes(tenant));
        json.WriteBoolean("pre-authorized_grant_anonymous_access_supported", tenant.TakesAnonymousClients);
        WriteStrings(json, "code_challenge_methods_supported", ["S256"]);
        WriteClientAuthentication(json, tenant);
        WriteStrings(json, "dpop_signing_alg_values_supported", JwsAlgorithmNames.List(JwsAlgorithms.Ecdsa));
        WriteStrings(json, "authorization_details_types_supported", ["openid_credential"]);
        WriteStrings(json, "scopes_supported", tenant.Document.CredentialConfigurations.Select(c => c.Scope ?? c.CredentialConfigId).Append("openid"));
        json.WriteEndObject();
    });

    private static void WriteInteractive(Utf8JsonWriter json, TenantContext tenant)
    {
        var settings = tenant.Document.InteractiveAuthorization;
        if (settings.Speaks(InteractiveDialect.Bare) || settings.Speaks(InteractiveDialect.Urn))
        {
            json.WriteString("interactive_authorization_endpoint", tenant.Urls.InteractiveAuthorization);
            json.WriteBoolean("require_interactive_authorization_request", !tenant.Document.PushedAuthorizationRequests);
        }

        if (settings.Speaks(InteractiveDialect.FirstParty))
        {
            json.WriteString("authorization_challenge_endpoint", tenant.Urls.AuthorizationChallenge);
            json.WriteBoolean("require_interactive_authorization", !tenant.Document.PushedAuthorizationRequests);
        }
    }

    private static void WriteClientAuthentication(Utf8JsonWriter json, TenantContext tenant)
    {
        var methods = new List<string>();
        if (tenant.Document.Clients.Any(c => c.TokenEndpointAuthMethod == "none")
            || tenant.TakesAnonymousClients)
        {
            methods.Add("none");
        }

        if (tenant.Document.Clients.Any(c => c.SecretHash is not null))
        {
            // Which of the two a client uses is its own choice.
            methods.AddRange(["client_secret_basic", "client_secret_post"]);
        }

        var signs = tenant.Document.Clients.Any(c => c.TokenEndpointAuthMethod == "private_key_jwt");
        if (signs)
        {
            methods.Add("private_key_jwt");
        }

        if (tenant.Document.ClientAttestation is not null)
        {
            methods.AddRange(["attest_jwt_client_auth", "attest_jwt_client_auth_dpop"]);
        }

        WriteStrings(json, "token_endpoint_auth_methods_supported", methods);
        var algorithms = JwsAlgorithmNames.List(JwsAlgorithms.EcdsaAndPss);
        if (signs)
        {
            WriteStrings(json, "token_endpoint_auth_signing_alg_values_supported", algorithms);
        }

        // Left out, the next would mean client_secret_basic alone (RFC 8414, section 2).
        WriteStrings(json, "revocation_endpoint_auth_methods_supported", methods);
        WriteStrings(json, "introspection_endpoint_auth_methods_supported", methods.Where(m => m != "none"));
        if (signs)
        {
            WriteStrings(json, "revocation_endpoint_auth_signing_alg_values_supported", algorithms);
            WriteStrings(json, "introspection_endpoint_auth_signing_alg_values_supported", algorithms);
        }

        if (tenant.Document.ClientAttestation is { } attestation)
        {
            WriteStrings(json, "client_attestation_signing_alg_values_supported", algorithms);
            WriteStrings(json, "client_attestation_pop_signing_alg_values_supported", algorithms);
            json.WriteString("challenge_endpoint", tenant.Urls.AttestationChallenge);
        }
    }

    private static List<string> GrantTypes(TenantContext tenant)
    {
        var types = new List<string> { "authorization_code", OfferJson.PreAuthorizedGrantType };
        if (tenant.Document.Tokens.RefreshTokens)
        {
            types.Add("refresh_token");
        }

        if (tenant.Document.Clients.Any(c => c.Permissions.Contains(ClientPermissions.ClientCredentials)))
        {
            types.Add("client_credentials");
        }

        if (tenant.Document.AssertionIssuers.Count > 0)
        {
            types.Add("urn:ietf:params:oauth:grant-type:jwt-bearer");
        }

        return types;
    }

    /// <summary>Writes an array of strings.</summary>
    public static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
