using System.Text.Json;
using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Grants;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Dpop;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Pkce;

namespace Eudiplo.Grains.Sessions;

/// <summary>The rules of a token request with a code: RFC 6749 section 4.1.3, RFC 7636 section 4.6, RFC 9700 section 2.1.</summary>
internal static class CodeRedemption
{
    /// <summary>One text for every reason.</summary>
    private static readonly ProtocolError InvalidGrant =
        new("invalid_grant", "The code is unknown, expired, used, or was not issued for this request.");

    /// <summary>The answer to a code that is none.</summary>
    public static TokenReply InvalidCode { get; } = new() { Error = InvalidGrant };

    /// <summary>Checks a request.</summary>
    /// <param name="state">The session.</param>
    /// <param name="client">The client that sent it.</param>
    /// <param name="command">The request.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="now">The time.</param>
    /// <param name="replayed">Whether the code is the session's, and was redeemed before, by another attempt than this.</param>
    /// <returns>The refusal, or null: the code may be redeemed, or this very attempt has redeemed it.</returns>
    public static ProtocolError? Check(
        AuthSessionState state, AuthenticatedClient client, RedeemCode command, TenantContext tenant, DateTimeOffset now, out bool replayed)
    {
        replayed = false;
        if (!CapabilitySecret.Matches(command.CodeSecret.Value, state.AuthorizationCode))
        {
            return InvalidGrant;
        }

        if (state.Status == SessionStatus.Redeemed)
        {
            replayed = !AnswerSecrets.IsOf(command.Attempt, state.RedeemedBy);
            return replayed ? InvalidGrant : null;
        }

        if (state.Status == SessionStatus.CodeIssued
            && client.ClientId == state.ClientId
            && DpopBinding.CheckRedemption(state, command.DpopThumbprint, tenant, client) is { } foreign)
        {
            return foreign;
        }

        if (command.CodeVerifier is null)
        {
            return new ProtocolError("invalid_request", "Missing required field: code_verifier");
        }

        // A wrong try leaves the code as it was: a mistaken client can correct itself, and the verifier cannot be guessed.
        return state.Status == SessionStatus.CodeIssued
            && client.ClientId == state.ClientId
            && client.Instance == state.ClientInstance
            && now < state.AuthorizationCodeExpiresAt
            && (command.RedirectUri == state.RedirectUri || (command.RedirectUri is null && state.Browser?.GaveCode != true))
            && PkceS256.Verify(command.CodeVerifier.Value, state.CodeChallenge)
                ? null
                : InvalidGrant;
    }

    /// <summary>The session after its code is spent: what it found out goes with the grant.</summary>
    public static AuthSessionState Spend(AuthSessionState state, byte[]? attempt, DateTimeOffset now) => state with
    {
        Status = SessionStatus.Redeemed,
        RedeemedBy = attempt is null ? null : AnswerSecrets.HashOf(attempt),
        CompletedStepsData = [],
        UpdatedAt = now,
    };

    /// <summary>What the grant begins with.</summary>
    public static CreateGrant Grant(AuthSessionState state, RedeemCode command) => new()
    {
        ClientId = state.ClientId,
        Subject = state.CompletedStepsData.LastOrDefault(s => s.Subject is not null)?.Subject,
        GroupId = state.GroupId,
        DpopThumbprint = command.DpopThumbprint,
        ClientInstance = state.ClientInstance,
        Scope = state.Scope,
        Nonce = state.Nonce,
        AuthorizationDetails = state.AuthorizationDetails,
        CodeHash = state.AuthorizationCode,
        AuthTime = state.CompletedStepsData.Count > 0 ? state.CompletedStepsData[^1].CompletedAt : state.CreatedAt,
        CompletedSteps = JsonSerializer.Serialize(state.CompletedStepsData, SessionJson.Default.IReadOnlyListCompletedStep),
        Attempt = command.Attempt,

        // While the code can be presented, the grant's row is what says that it is spent.
        RememberUntil = state.AuthorizationCodeExpiresAt,
    };
}
