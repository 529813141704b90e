using Eudiplo.Protocol.Jose;

namespace Eudiplo.Grains.Tenants;

/// <summary>The rules of clients that sign.</summary>
internal static class ClientKeyRules
{
    /// <summary>Checks a client.</summary>
    public static void Check(TenantDocument document, ClientDocument client, string path, List<string> errors)
    {
        if (client.TokenEndpointAuthMethod is not ("none" or "client_secret_basic" or "client_secret_post" or "private_key_jwt" or "attest_jwt_client_auth" or "attest_jwt_client_auth_dpop"))
        {
            errors.Add($"{path}.tokenEndpointAuthMethod: none, client_secret_basic, client_secret_post, private_key_jwt, attest_jwt_client_auth and attest_jwt_client_auth_dpop are known.");
        }

        if (client.TokenEndpointAuthMethod.StartsWith("attest_jwt_client_auth", StringComparison.Ordinal) && document.ClientAttestation is null)
        {
            errors.Add($"{path}.tokenEndpointAuthMethod: {client.TokenEndpointAuthMethod} needs $.clientAttestation with the attesters.");
        }

        if (client.Jwks is { } jwks ? !JwkSet.TryParse(jwks, out var keys) || keys.Keys.Count == 0 : client.TokenEndpointAuthMethod == "private_key_jwt")
        {
            errors.Add($"{path}.jwks: a JSON Web Key Set of public keys is needed for private_key_jwt, and nothing else is taken.");
        }
    }
}
