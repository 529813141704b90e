using System.Text.Json;
using Eudiplo.Protocol.Credentials;
using Eudiplo.Protocol.Jose;
using Eudiplo.Protocol.Jwe;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Grains.Tenants;

/// <summary>The metadata documents of a tenant as an issuer of credentials. They name what is on, and nothing else.</summary>
internal static class CredentialIssuerMetadata
{
    private static readonly string[] Encryptions = [nameof(JweEncryptions.A128GCM), nameof(JweEncryptions.A256GCM)];

    /// <summary>Credential issuer metadata (OID4VCI, "Credential Issuer Metadata Parameters").</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="requestKey">The public key that credential requests may be encrypted to, a JWK as JSON text.</param>
    public static byte[] Write(TenantContext tenant, string requestKey) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("credential_issuer", tenant.Urls.Issuer);
        TenantMetadata.WriteStrings(json, "authorization_servers", [tenant.Urls.Issuer]);
        json.WriteString("credential_endpoint", tenant.Urls.Credential);
        json.WriteString("nonce_endpoint", tenant.Urls.Nonce);
        json.WriteString("notification_endpoint", tenant.Urls.Notification);
        if (tenant.Document.Issuance.BatchSize > 1)
        {
            json.WriteStartObject("batch_credential_issuance");
            json.WriteNumber("batch_size", tenant.Document.Issuance.BatchSize);
            json.WriteEndObject();
        }

        json.WriteStartObject("credential_request_encryption");
        json.WriteStartObject("jwks");
        json.WriteStartArray("keys");
        json.WriteRawValue(requestKey);
        json.WriteEndArray();
        json.WriteEndObject();
        TenantMetadata.WriteStrings(json, "enc_values_supported", Encryptions);
        json.WriteBoolean("encryption_required", tenant.Document.Issuance.RequireRequestEncryption);
        json.WriteEndObject();
        json.WriteStartObject("credential_response_encryption");
        TenantMetadata.WriteStrings(json, "alg_values_supported", [DecryptionKey.Algorithm]);
        TenantMetadata.WriteStrings(json, "enc_values_supported", Encryptions);
        json.WriteBoolean("encryption_required", tenant.Document.Issuance.RequireResponseEncryption);
        json.WriteEndObject();
        if (tenant.Document.DisplayName is { } name)
        {
            WriteDisplay(json, name);
        }

        json.WriteStartObject("credential_configurations_supported");
        foreach (var credential in tenant.Document.CredentialConfigurations)
        {
            WriteConfiguration(json, credential);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Where verifiers find the keys of issued credentials (SD-JWT VC, "JWT VC Issuer Metadata").</summary>
    public static byte[] WriteJwtVcIssuer(TenantContext tenant) => Json.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("issuer", tenant.Urls.Issuer);
        json.WriteString("jwks_uri", tenant.Urls.Jwks);
        json.WriteEndObject();
    });

    private static void WriteConfiguration(Utf8JsonWriter json, CredentialConfiguration credential)
    {
        json.WriteStartObject(credential.CredentialConfigId);
        json.WriteString("format", credential.Format);
        json.WriteString("scope", credential.Scope ?? credential.CredentialConfigId);
        if (credential.Vct is { } vct)
        {
            json.WriteString("vct", vct);
        }

        if (credential.Claims.Count > 0)
        {
            TenantMetadata.WriteStrings(json, "cryptographic_binding_methods_supported", ["jwk"]);
            TenantMetadata.WriteStrings(json, "credential_signing_alg_values_supported", ["ES256"]);
            json.WriteStartObject("proof_types_supported");
            json.WriteStartObject("jwt");
            TenantMetadata.WriteStrings(json, "proof_signing_alg_values_supported", JwsAlgorithmNames.List(KeyProof.Algorithms));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        // Display data stood here in earlier versions, and stands in credential_metadata in today's: wallets of both are served.
        if (credential.DisplayName is { } display)
        {
            WriteDisplay(json, display);
        }

        json.WriteStartObject("credential_metadata");
        if (credential.DisplayName is { } shown)
        {
            WriteDisplay(json, shown);
        }

        WriteClaims(json, credential.Claims);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteClaims(Utf8JsonWriter json, IReadOnlyList<CredentialClaim> claims)
    {
        if (claims.Count == 0)
        {
            return;
        }

        json.WriteStartArray("claims");
        foreach (var claim in claims)
        {
            json.WriteStartObject();
            TenantMetadata.WriteStrings(json, "path", claim.Path);
            json.WriteBoolean("mandatory", !claim.Optional);
            if (claim.DisplayName is { } name)
            {
                WriteDisplay(json, name);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDisplay(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray("display");
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
