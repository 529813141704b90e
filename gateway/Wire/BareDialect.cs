using System.Text.Json;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>
/// The wire form with bare interaction types: that of the guide, and of OID4VCI 1.1 drafts until interaction types became URNs. An
/// interaction that is required and a code are both answers of status 200, told apart by <c>status</c>.
/// </summary>
internal sealed class BareDialect : IInteractiveWire
{
    /// <inheritdoc/>
    public InteractiveDialect Dialect => InteractiveDialect.Bare;

    /// <inheritdoc/>
    public BeginSession ReadInitial(RequestParameters parameters, PresentedCredentials credentials) => new()
    {
        Dialect = Dialect,
        Credentials = credentials,
        ResponseType = parameters["response_type"],
        ClientId = credentials.ClientId,
        RedirectUri = parameters["redirect_uri"],
        Scope = parameters["scope"],
        AuthorizationDetails = parameters["authorization_details"],
        CodeChallenge = parameters["code_challenge"],
        CodeChallengeMethod = parameters["code_challenge_method"],
        InteractionTypesSupported = parameters["interaction_types_supported"],
        IssuerState = parameters["issuer_state"],
        State = parameters["state"],
        HasRequestObject = parameters.Contains("request") || parameters.Contains("request_uri"),
    };

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, SessionReply reply)
    {
        if (reply.Error is { } error)
        {
            return Answer.WriteAsync(context, error);
        }

        return Answer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            if (reply.Code is { } code)
            {
                json.WriteString("status", "ok");
                json.WriteString("code", code.Value);
            }
            else
            {
                WriteInteraction(json, reply.Interaction!);
            }

            json.WriteEndObject();
        });
    }

    private static void WriteInteraction(Utf8JsonWriter json, RequiredInteraction interaction)
    {
        json.WriteString("status", "require_interaction");
        json.WriteString("type", interaction.Type);
        json.WriteString("auth_session", interaction.AuthSession.Value);
        if (interaction.PresentationRequest is { } request)
        {
            json.WritePropertyName("openid4vp_request");
            json.WriteRawValue(request, skipInputValidation: true);
        }

        if (interaction.RequestUri is { } requestUri)
        {
            json.WriteString("request_uri", requestUri.Value);
            json.WriteNumber("expires_in", interaction.ExpiresIn!.Value);
        }
    }
}
