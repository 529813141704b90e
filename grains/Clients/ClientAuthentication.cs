using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Grains.Clients;

/// <summary>Finds out which client a request comes from (RFC 6749, section 2.3).</summary>
public static class ClientAuthentication
{
    private const int MaxClientIdLength = 512;
    private const string Attested = "attest_jwt_client_auth";
    private const string AttestedByDpop = "attest_jwt_client_auth_dpop";

    private static readonly AuthenticatedClient Nobody = new(string.Empty, null);

    private static readonly ProtocolError TooMany = new("temporarily_unavailable", "There are too many requests. Try again later.", 429);

    /// <summary>Authenticates a request.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="presented">What the request brought.</param>
    /// <returns>The refusal, or null and then the client.</returns>
    public static async ValueTask<(ProtocolError? Error, AuthenticatedClient Client)> AuthenticateAsync(TenantContext tenant, PresentedCredentials presented)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(presented);
        if (Identify(tenant, presented, out var client) is { } unknown)
        {
            return (unknown, Nobody);
        }

        // Only now is it known whose share a request takes: a client's name alone anybody could send.
        if (client.IsAuthenticated && !tenant.Proofs.MayAsk(tenant.TenantId, client))
        {
            return (TooMany, Nobody);
        }

        // And only now is the proof worth a row: a forged one writes none.
        return client.Proof is { } proof && !await tenant.Proofs.MayUseAsync(tenant.TenantId, proof, presented.RequestId)
            ? (proof.Refusal, Nobody)
            : (null, client);
    }

    private static ProtocolError? Identify(TenantContext tenant, PresentedCredentials presented, out AuthenticatedClient client)
    {
        client = null!;
        if (presented.Method == ClientAuthenticationMethod.Attestation && tenant.Attesters is null)
        {
            // Wallets send it to everybody; to a tenant that believes no attester it says nothing.
            presented = presented with { Method = ClientAuthenticationMethod.None };
        }

        if ((presented.ClientId ?? SignedClientAuthentication.ClientIdOf(presented)) is not { } clientId)
        {
            return new ProtocolError("invalid_request", "Missing required field: client_id");
        }

        if (clientId.Length > MaxClientIdLength || clientId.Any(c => c is < '\x20' or > '\x7e'))
        {
            return new ProtocolError("invalid_request", "client_id is too long or has characters that are not allowed.");
        }

        var registration = tenant.FindClient(clientId);
        var registered = registration?.TokenEndpointAuthMethod;
        if (presented.Method == ClientAuthenticationMethod.Attestation
            && (registered is null or "none" || registered == (presented.IsProvenByDpop ? AttestedByDpop : Attested)))
        {
            var error = SignedClientAuthentication.CheckAttestation(tenant, clientId, presented, out var instance, out var used);
            client = new AuthenticatedClient(clientId, registration) { Instance = instance, Proof = used };
            return error;
        }

        var method = registered ?? (tenant.Document.ClientAttestation?.Required == true ? Attested : "none");
        if (method == "none")
        {
            // A secret from a client that has none is a mistake worth telling: the sender believes that it is protected.
            if (presented.Method != ClientAuthenticationMethod.None || (registration is null && !tenant.Document.AllowUnregisteredClients))
            {
                return Refused();
            }

            client = new AuthenticatedClient(clientId, registration);
            return null;
        }

        if (method is Attested or AttestedByDpop or "private_key_jwt")
        {
            if (method != "private_key_jwt"
                || presented.Method != ClientAuthenticationMethod.PrivateKeyJwt
                || SignedClientAuthentication.CheckAssertion(tenant, clientId, presented, Refused()) is not { } assertion)
            {
                return Refused();
            }

            client = new AuthenticatedClient(clientId, registration) { Proof = assertion };
            return null;
        }

        // Basic and post carry the same secret; which of the two a client uses is its own choice (RFC 6749, section 2.3.1).
        if (presented.Method is not (ClientAuthenticationMethod.ClientSecretBasic or ClientAuthenticationMethod.ClientSecretPost)
            || presented.Secret is not { } secret
            || !ClientSecretHash.Matches(secret.Value, registration!.SecretHash!))
        {
            return Refused();
        }

        client = new AuthenticatedClient(clientId, registration);
        return null;

        // One text for every reason: which clients exist is the tenant's business.
        static ProtocolError Refused() => new("invalid_client", "Client authentication failed.", 401);
    }
}
