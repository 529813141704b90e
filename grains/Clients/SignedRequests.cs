using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.OAuth;

namespace Eudiplo.Grains.Clients;

/// <summary>The rules of signed request objects (RFC 9101): what stands outside of one does not count.</summary>
internal static class SignedRequests
{
    private static readonly string[] Parameters =
    [
        "response_type", "redirect_uri", "scope", "authorization_details", "code_challenge", "code_challenge_method",
        "interaction_types_supported", "issuer_state", "state", "nonce", "dpop_jkt",
    ];

    private static readonly ProtocolError Refused =
        new("invalid_request_object", "The request object is not valid here, has expired, or was used.");

    /// <summary>Opens the request object of a request, if it has one.</summary>
    /// <param name="command">The request.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="client">The client that sent it.</param>
    /// <returns>The refusal, or null; and the request, as its object says it.</returns>
    public static async ValueTask<(ProtocolError? Error, BeginSession Command)> OpenAsync(BeginSession command, TenantContext tenant, AuthenticatedClient client)
    {
        if (command.RequestObject is not { } text)
        {
            return (null, command);
        }

        var proofs = tenant.Proofs;
        if (tenant.FindClientKeys(client.ClientId) is not { } keys)
        {
            return (new ProtocolError("invalid_request_object", "This client has registered no keys for request objects."), command);
        }

        if (RequestObject.Read(text.Value) is not { } request
            || request.Verify(keys, client.ClientId, tenant.Urls.Issuer, proofs.Now, ClientProofs.Skew, ClientProofs.MaxLifetime) is not null
            || Array.Exists(Parameters, request.IsMistyped))
        {
            return (Refused, command);
        }

        var used = new UsedProof(
            $"request {tenant.TenantId}\n{client.ClientId}\n{request["jti"]}", proofs.Now + ClientProofs.MaxLifetime + (2 * ClientProofs.Skew), Refused);
        if (!proofs.MayUse(used.Identifier, command.RequestId) || !await proofs.MayUseAsync(tenant.TenantId, used, command.RequestId))
        {
            return (Refused, command);
        }

        return (null, command with
        {
            ResponseType = request["response_type"],
            ClientId = client.ClientId,
            RedirectUri = request["redirect_uri"],
            Scope = request["scope"],
            AuthorizationDetails = request["authorization_details"],
            CodeChallenge = request["code_challenge"],
            CodeChallengeMethod = request["code_challenge_method"],
            InteractionTypesSupported = command.Dialect.Types().ListToBare(request["interaction_types_supported"]),
            IssuerState = request["issuer_state"],
            State = request["state"],
            Nonce = request["nonce"],
            UiLocales = request["ui_locales"],
            DpopJkt = request["dpop_jkt"],
        });
    }
}
