using System.Net;
using System.Text.Json.Nodes;
using Eudiplo.WalletSimulator.InteractiveAuthorization;

namespace Eudiplo.Unit.Tests.Simulator;

/// <summary>What the simulated wallet makes of replies: what it does not understand must not pass as success.</summary>
public sealed class SimulatedDialectTests
{
    [Theory]
    [InlineData("bare", 200, """{"status":"ok","code":"c"}""", InteractiveReplyKind.Code)]
    [InlineData("bare", 200, """{"code":"c"}""", InteractiveReplyKind.Unexpected)]
    [InlineData("bare", 500, """{"error":"server_error"}""", InteractiveReplyKind.Unexpected)]
    [InlineData("bare", 400, """{"error":"invalid_request"}""", InteractiveReplyKind.Refused)]
    [InlineData("bare", 400, """{}""", InteractiveReplyKind.Unexpected)]
    [InlineData("bare", 200,
        """{"status":"require_interaction","type":"redirect_to_web","auth_session":"s","request_uri":"u"}""", InteractiveReplyKind.Web)]
    [InlineData("bare", 200, """{"status":"require_interaction","type":"redirect_to_web","request_uri":"u"}""", InteractiveReplyKind.Unexpected)]
    [InlineData("urn", 200,
        """{"status":"require_interaction","type":"redirect_to_web","auth_session":"s","request_uri":"u"}""",
        InteractiveReplyKind.OtherInteraction)]
    [InlineData("urn", 200,
        """
        {"status":"require_interaction","type":"urn:openid:dcp:iae:openid4vp_presentation","auth_session":"s","openid4vp_request":{}}
        """,
        InteractiveReplyKind.Presentation)]
    [InlineData("first-party", 200, """{"authorization_code":"c"}""", InteractiveReplyKind.Code)]
    [InlineData("first-party", 200, """{"status":"ok","code":"c"}""", InteractiveReplyKind.Unexpected)]
    [InlineData("first-party", 403,
        """
        {"error":"insufficient_authorization","interaction_type_required":"urn:openid:dcp:ia:auth_via_web","auth_session":"s","request_uri":"u"}
        """,
        InteractiveReplyKind.Web)]
    [InlineData("first-party", 400,
        """
        {"error":"insufficient_authorization","interaction_type_required":"urn:openid:dcp:ia:auth_via_web","auth_session":"s","request_uri":"u"}
        """,
        InteractiveReplyKind.Unexpected)]
    [InlineData("first-party", 400, """{"error":"invalid_session"}""", InteractiveReplyKind.Refused)]
    public void A_reply_asks_for_what_its_dialect_says(string dialect, int status, string body, InteractiveReplyKind kind) =>
        Assert.Equal(kind, WireDialects.Named(dialect).Read((HttpStatusCode)status, (JsonObject)JsonNode.Parse(body)!).Kind);
}
