using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>
/// OpenID4VCI 1.1 as a profile of OAuth 2.0 for First-Party Applications: interactions are asked for by the error
/// `insufficient_authorization` (401 in the draft of June 2026, 403 since), and the code is `authorization_code`.
/// </summary>
public sealed class FirstPartyDialect : IWireDialect
{
    /// <inheritdoc/>
    public string Name => "first-party";

    /// <inheritdoc/>
    public string PresentationType => "urn:openid:dcp:ia:openid4vp_presentation";

    /// <inheritdoc/>
    public string WebType => "urn:openid:dcp:ia:auth_via_web";

    /// <inheritdoc/>
    public string AudiencePrefix => "ia:";

    /// <inheritdoc/>
    public string EndpointMember => "authorization_challenge_endpoint";

    /// <inheritdoc/>
    public InteractiveReply Read(HttpStatusCode status, JsonObject? json)
    {
        var reply = new InteractiveReply
        {
            Status = status,
            Json = json,
            AuthSession = ReplyMember.Text(json, "auth_session"),
            InteractionType = ReplyMember.Text(json, "interaction_type_required"),
            RequestUri = ReplyMember.Text(json, "request_uri"),
            ExpiresIn = ReplyMember.Seconds(json, "expires_in"),
            PresentationRequest = json?["openid4vp_request"] as JsonObject,
            Code = ReplyMember.Text(json, "authorization_code"),
            Error = ReplyMember.Text(json, "error"),
            ErrorDescription = ReplyMember.Text(json, "error_description"),
        };
        return reply with { Kind = KindOf(reply) };
    }

    private InteractiveReplyKind KindOf(InteractiveReply reply)
    {
        if (reply.Status == HttpStatusCode.OK)
        {
            return reply.Code is not null ? InteractiveReplyKind.Code : InteractiveReplyKind.Unexpected;
        }

        if ((int)reply.Status is < 400 or >= 500 || reply.Error is null)
        {
            return InteractiveReplyKind.Unexpected;
        }

        if (reply.Error != "insufficient_authorization")
        {
            return InteractiveReplyKind.Refused;
        }

        if (reply.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) || reply.AuthSession is null)
        {
            return InteractiveReplyKind.Unexpected;
        }

        if (reply.InteractionType == PresentationType && reply.PresentationRequest is not null)
        {
            return InteractiveReplyKind.Presentation;
        }

        return reply.InteractionType == WebType && reply.RequestUri is not null
            ? InteractiveReplyKind.Web
            : reply.InteractionType is not null ? InteractiveReplyKind.OtherInteraction : InteractiveReplyKind.Unexpected;
    }
}
