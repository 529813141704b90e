using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Wire;

namespace Eudiplo.Gateway.Wire;

/// <summary>Reads the parameters of an authorization request, which all wire forms share (RFC 9126, section 2.1).</summary>
internal static class InitialRequest
{
    /// <summary>Reads a request.</summary>
    public static BeginSession Read(
        RequestParameters parameters, PresentedCredentials credentials, InteractiveDialect dialect, DialectTypes types) => new()
    {
        Dialect = dialect,
        Credentials = credentials,
        ResponseType = parameters["response_type"],
        ClientId = credentials.ClientId,
        RedirectUri = parameters["redirect_uri"],
        Scope = parameters["scope"],
        AuthorizationDetails = parameters["authorization_details"],
        CodeChallenge = parameters["code_challenge"],
        CodeChallengeMethod = parameters["code_challenge_method"],
        InteractionTypesSupported = types.ListToBare(parameters["interaction_types_supported"]),
        IssuerState = parameters["issuer_state"],
        State = parameters["state"],
        Nonce = parameters["nonce"],
        UiLocales = parameters["ui_locales"],
        DpopJkt = parameters["dpop_jkt"],
        RequestObject = SecretText.Of(parameters["request"]),
        RequestId = parameters.Contains("request") ? Guid.NewGuid() : default,
        HasRequestObject = parameters.Contains("request_uri"),
    };
}
