using System.Net;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Gateway.Tests.Dialects;

/// <summary>What a wallet of one dialect must see on the wire, member by member.</summary>
internal sealed record ExpectedDialect(
    IWireDialect Dialect,
    HttpStatusCode InteractionStatus,
    string InteractionMarker,
    string InteractionMarkerValue,
    string TypeMember,
    string PresentationType,
    string WebType,
    string ResponseMode,
    string Audience,
    string CodeMember,
    string? SuccessStatus,
    string UnknownSession,
    string WrongVerifier,
    string WrongPresentation)
{
    public static IReadOnlyDictionary<string, ExpectedDialect> All { get; } = new Dictionary<string, ExpectedDialect>
    {
        ["bare"] = new(
            new BareDialect(), HttpStatusCode.OK, "status", "require_interaction", "type",
            "openid4vp_presentation", "redirect_to_web", "iae_post", "iae:https://issuer.example",
            "code", "ok", "invalid_auth_session", "invalid_code_verifier", "presentation_failed"),
        ["urn"] = new(
            new UrnDialect(), HttpStatusCode.OK, "status", "require_interaction", "type",
            "urn:openid:dcp:iae:openid4vp_presentation", "urn:openid:dcp:iae:redirect_to_web", "iae_post", "iae:https://issuer.example",
            "code", "ok", "invalid_request", "invalid_grant", "access_denied"),
        ["first-party"] = new(
            new FirstPartyDialect(), HttpStatusCode.Forbidden, "error", "insufficient_authorization", "interaction_type_required",
            "urn:openid:dcp:ia:openid4vp_presentation", "urn:openid:dcp:ia:auth_via_web", "ia_post", "ia:https://issuer.example",
            "authorization_code", null, "invalid_session", "invalid_grant", "access_denied"),
    };
}
