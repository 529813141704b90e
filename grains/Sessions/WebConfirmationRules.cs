using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Pkce;

namespace Eudiplo.Grains.Sessions;

/// <summary>The rules of a backend's word that a web step is done.</summary>
internal static class WebConfirmationRules
{
    /// <summary>The longest result data, in characters.</summary>
    private const int MaxDataLength = 16_384;

    /// <summary>What a sender is told that has not shown who it is.</summary>
    public static ProtocolError Unauthenticated(ProtocolError error) =>
        error.Code == "invalid_request" ? new ProtocolError("invalid_client", "Client authentication failed.", 401) : error;

    /// <summary>Checks a confirmation.</summary>
    /// <returns>The refusal; or null with a confirmation to store; or null without one, when it was stored before.</returns>
    public static ProtocolError? Check(
        AuthSessionState state, AuthenticatedClient client, ConfirmWebStep command, DateTimeOffset now, out WebConfirmation? confirmation)
    {
        confirmation = null;
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

        if (IsRepeated(state, command, client.ClientId, out var contradicts))
        {
            return contradicts ? new ProtocolError("invalid_request", "The web step has been completed already, with other data.") : null;
        }

        if (!WaitsForWeb(state) || (command.Step is { } named && named != state.CurrentStepIndex))
        {
            return new ProtocolError("invalid_request", "No web step of this session waits to be completed, or not the one that is named.");
        }

        if (IsAmbiguous(state.WebConfirmation, command))
        {
            return new ProtocolError(
                "invalid_request", "The step before was confirmed in the same words: name this one by step, or the call by an Idempotency-Key.");
        }

        confirmation = new WebConfirmation
        {
            StepIndex = state.CurrentStepIndex,
            ConfirmedAt = now,
            Data = command.Data,
            ClientId = client.ClientId,
            DataHash = Hash(command.Data),
            KeyHash = command.IdempotencyKey is { } key ? Hash(key) : null,
        };
        return null;
    }

    /// <summary>Whether a confirmation says again what was said before: the backend's reply was lost, and by now the wallet may have moved on.</summary>
    /// <param name="state">The session.</param>
    /// <param name="command">The confirmation.</param>
    /// <param name="clientId">Who confirms.</param>
    /// <param name="contradicts">Whether it says something else of the same step, or another backend says it.</param>
    private static bool IsRepeated(AuthSessionState state, ConfirmWebStep command, string clientId, out bool contradicts)
    {
        contradicts = false;
        if (state.WebConfirmation is not { } given)
        {
            return false;
        }

        if (command.Step is { } named)
        {
            contradicts = given.ClientId != clientId || (named == given.StepIndex && !SaysTheSame(given, command, state));
            return named == given.StepIndex || (named >= 0 && named < given.StepIndex && state.IaeActions[named].IsConfirmedByService);
        }

        if (command.IdempotencyKey is { } key && given.KeyHash is { } known && CryptographicOperations.FixedTimeEquals(Hash(key), known))
        {
            contradicts = given.ClientId != clientId || !SaysTheSame(given, command, state);
            return true;
        }

        // Without a name it is about the step that waits, or else, when none does, about the last one.
        if (given.StepIndex != state.CurrentStepIndex && WaitsForWeb(state))
        {
            return false;
        }

        contradicts = given.ClientId != clientId || (given.StepIndex == state.CurrentStepIndex && given.Data != command.Data);
        return true;
    }

    private static bool SaysTheSame(WebConfirmation given, ConfirmWebStep command, AuthSessionState state) => given.DataHash is { } hash
        ? CryptographicOperations.FixedTimeEquals(hash, Hash(command.Data))
        : given.StepIndex != state.CurrentStepIndex || given.Data == command.Data;

    /// <summary>
    /// Whether a confirmation that names nothing may be a late repetition of the one of the step before: it must not confirm a page that the
    /// user may not have seen yet.
    /// </summary>
    private static bool IsAmbiguous(WebConfirmation? given, ConfirmWebStep command) =>
        given is { DataHash: { } hash }
        && command is { Step: null, IdempotencyKey: null }
        && CryptographicOperations.FixedTimeEquals(hash, Hash(command.Data));

    private static byte[] Hash(string? text) => SHA256.HashData(Encoding.UTF8.GetBytes(text ?? string.Empty));

    private static bool WaitsForWeb(AuthSessionState state) => state is { HasEnded: false, CurrentStep.IsConfirmedByService: true };

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
