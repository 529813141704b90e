using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Clients;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Tenants;
using Eudiplo.Protocol.Capabilities;
using Eudiplo.Protocol.Dialects;

namespace Eudiplo.Grains.Sessions;

/// <summary>Whether a follow-up comes from the client that began the session.</summary>
internal static class SessionClient
{
    /// <summary>Checks the sender of a follow-up. A public client need not name itself: its <c>auth_session</c> does.</summary>
    public static async ValueTask<ProtocolError?> CheckAsync(TenantContext tenant, AuthSessionState state, PresentedCredentials presented)
    {
        if (presented == PresentedCredentials.None && state.ClientInstance is null && tenant.FindClient(state.ClientId) is null or { TokenEndpointAuthMethod: "none" })
        {
            return null;
        }

        var credentials = presented.ClientId is null ? presented with { ClientId = state.ClientId } : presented;
        var (error, client) = await ClientAuthentication.AuthenticateAsync(tenant, credentials);
        return error
            ?? (client.ClientId == state.ClientId && client.Instance == state.ClientInstance ? null : SessionErrors.UnknownSession);
    }

    /// <summary>
    /// Whether a follow-up shows the newest <c>auth_session</c>: that of the last answer, or the one that the browser took to the wallet since.
    /// The last answer's stays valid beside it until a follow-up succeeds, for a redirect may never reach its app; both need the
    /// <c>code_verifier</c> to go on. The session's id alone will do only for a web step that the
    /// <c>code_verifier</c> confirms: there the verifier is the proof.
    /// </summary>
    public static bool HoldsSession(AuthSessionState state, SessionStep step, ContinueSession command) =>
        !state.IsPushed
        && (command.StepSecret is { } secret
            ? CapabilitySecret.Matches(secret.Value, state.AuthSession)
                || CapabilitySecret.Matches(secret.Value, state.Browser?.AuthSessionOf(state.CurrentStepIndex))
            : step is { Type: InteractionTypes.Web, Completion: WebStepCompletion.Verifier } && command.CodeVerifier is not null);
}
