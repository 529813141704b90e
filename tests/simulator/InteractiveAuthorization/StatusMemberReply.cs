using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>Replies that tell their kind by the member `status`: common to the bare and the URN dialect.</summary>
internal static class StatusMemberReply
{
    public static InteractiveReply Read(HttpStatusCode status, JsonObject? json, string presentationType, string webType)
    {
        var reply = new InteractiveReply
        {
            Status = status,
            Json = json,
            AuthSession = ReplyMember.Text(json, "auth_session"),
            InteractionType = ReplyMember.Text(json, "type"),
            RequestUri = ReplyMember.Text(json, "request_uri"),
            ExpiresIn = ReplyMember.Seconds(json, "expires_in"),
            PresentationRequest = json?["openid4vp_request"] as JsonObject,
            Code = ReplyMember.Text(json, "code"),
            Error = ReplyMember.Text(json, "error"),
            ErrorDescription = ReplyMember.Text(json, "error_description"),
        };
        return reply with { Kind = KindOf(reply, ReplyMember.Text(json, "status"), presentationType, webType) };
    }

    private static InteractiveReplyKind KindOf(InteractiveReply reply, string? statusMember, string presentationType, string webType)
    {
        if (reply.Status != HttpStatusCode.OK)
        {
            return (int)reply.Status is >= 400 and < 500 && reply.Error is not null
                ? InteractiveReplyKind.Refused
                : InteractiveReplyKind.Unexpected;
        }

        return statusMember switch
        {
            "ok" when reply.Code is not null => InteractiveReplyKind.Code,
            "require_interaction" when reply.AuthSession is null => InteractiveReplyKind.Unexpected,
            "require_interaction" when reply.InteractionType == presentationType && reply.PresentationRequest is not null
                => InteractiveReplyKind.Presentation,
            "require_interaction" when reply.InteractionType == webType && reply.RequestUri is not null => InteractiveReplyKind.Web,
            "require_interaction" when reply.InteractionType is not null => InteractiveReplyKind.OtherInteraction,
            _ => InteractiveReplyKind.Unexpected,
        };
    }
}
