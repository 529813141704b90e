using System.Text.Json;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Dialects;
using Eudiplo.Protocol.Pkce;

namespace Eudiplo.Grains.Sessions;

/// <summary>The rules of a backend's word that a web step is done.</summary>
internal static class WebConfirmationRules
{
    /// <summary>The longest result data, in characters.</summary>
    private const int MaxDataLength = 16_384;

    /// <summary>Checks a confirmation.</summary>
    /// <returns>The refusal; or null with a confirmation to store; or null without one, when it was stored before.</returns>
    public static ProtocolError? Check(
        AuthSessionState state, ConfirmWebStep command, TenantContext tenant, DateTimeOffset now, out WebConfirmation? confirmation)
    {
        confirmation = null;
        if (ClientAuthentication.Authenticate(tenant, command.Credentials, out var client) is { } unauthenticated)
        {
            return unauthenticated.Code == "invalid_request" ? new ProtocolError("invalid_client", "Client authentication failed.", 401) : unauthenticated;
        }

        if (!client.May(ClientPermissions.CompleteWebAuth))
        {
            return new ProtocolError("unauthorized_client", "This client may not complete web steps.", 403);
        }

        if (command.Data is { } data && !IsObject(data))
        {
            return new ProtocolError("invalid_request", "data must be a JSON object of reasonable size.");
        }

        if (command.CodeVerifier is { } verifier && !PkceS256.Verify(verifier.Value, state.CodeChallenge))
        {
            return new ProtocolError("invalid_code_verifier", "The code_verifier does not belong to the code_challenge of this session.");
        }

        if (state.WebConfirmation is { } given && (given.StepIndex == state.CurrentStepIndex || !WaitsForWeb(state)))
        {
            // The backend's reply was lost, and it says the same again; by now the wallet may have moved on.
            var same = given.ClientId == client.ClientId && (given.StepIndex != state.CurrentStepIndex || given.Data == command.Data);
            return same ? null : new ProtocolError("invalid_request", "The web step has been completed already, with other data.");
        }

        if (!WaitsForWeb(state))
        {
            return new ProtocolError("invalid_request", "No web step of this session waits to be completed.");
        }

        confirmation = new WebConfirmation
        {
            StepIndex = state.CurrentStepIndex,
            ConfirmedAt = now,
            Data = command.Data,
            ClientId = client.ClientId,
        };
        return null;
    }

    private static bool WaitsForWeb(AuthSessionState state) =>
        state is { HasEnded: false, CurrentStep: { } step }
        && ((step.Type == InteractionTypes.Web && step.Completion != WebStepCompletion.Browser)
            || (InteractionTypes.IsCustom(step.Type) && step.Completion == WebStepCompletion.Service));

    private static bool IsObject(string data)
    {
        if (data.Length > MaxDataLength)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
