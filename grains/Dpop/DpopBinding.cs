using Eudiplo.Grains.Abstractions;
using Eudiplo.Grains.Abstractions.Sessions;
using Eudiplo.Grains.Clients;
using Eudiplo.Grains.Sessions;
using Eudiplo.Grains.Tenants;

namespace Eudiplo.Grains.Dpop;

/// <summary>
/// Which key a session belongs to: the first request says it, by its DPoP proof or by <c>dpop_jkt</c> (RFC 9449, section 10), and no later
/// request may come with another. The proofs themselves were verified where they arrived.
/// </summary>
internal static class DpopBinding
{
    private const int ThumbprintLength = 43;

    /// <summary>Checks the first request.</summary>
    public static ProtocolError? CheckFirst(BeginSession command, TenantContext tenant, AuthenticatedClient client)
    {
        if (command.DpopJkt is { } named)
        {
            if (named.Length != ThumbprintLength || !named.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                return new ProtocolError("invalid_request", "dpop_jkt is not the thumbprint of a key (RFC 9449, section 10).");
            }

            if (command.DpopThumbprint is { } shown && shown != named)
            {
                return new ProtocolError("invalid_dpop_proof", "dpop_jkt names another key than that of the DPoP proof.");
            }
        }

        return command.DpopThumbprint is null && command.DpopJkt is null && IsRequired(tenant, client.Registration) ? Missing() : null;
    }

    /// <summary>Checks a follow-up. A session that began with a proof needs one of the same key each time.</summary>
    public static ProtocolError? CheckFollowUp(AuthSessionState state, string? thumbprint) => state.DpopThumbprint is not { } bound ? null
        : thumbprint is null ? state.DpopJwk is null ? null : Missing()
        : thumbprint == bound ? null : Foreign();

    /// <summary>Checks a token request with the session's code.</summary>
    public static ProtocolError? CheckRedemption(AuthSessionState state, string? thumbprint, TenantContext tenant, AuthenticatedClient client) =>
        state.DpopThumbprint is { } bound
            ? thumbprint is null ? Missing() : thumbprint == bound ? null : Foreign()
            : CheckToken(thumbprint, tenant, client.Registration);

    /// <summary>Checks a token request that no earlier one has bound to a key: it needs a proof where the tenant, or the client's registration, says so.</summary>
    public static ProtocolError? CheckToken(string? thumbprint, TenantContext tenant, ClientDocument? client) =>
        thumbprint is null && IsRequired(tenant, client) ? Missing() : null;

    private static bool IsRequired(TenantContext tenant, ClientDocument? client) =>
        tenant.Document.Dpop.Required || client?.DpopBoundAccessTokens == true;

    private static ProtocolError Missing() => new("invalid_dpop_proof", "This request needs a DPoP proof.");

    private static ProtocolError Foreign() => new("invalid_dpop_proof", "The DPoP proof is by another key than the one that began.");
}
