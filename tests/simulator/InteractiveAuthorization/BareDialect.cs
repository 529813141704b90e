using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>
/// The bare names of OpenID4VCI 1.1 before March 2026: `openid4vp_presentation`, `redirect_to_web`, `iae:`, 200 for every reply
/// that is not an error.
/// </summary>
public sealed class BareDialect : IWireDialect
{
    /// <inheritdoc/>
    public string Name => "bare";

    /// <inheritdoc/>
    public string PresentationType => "openid4vp_presentation";

    /// <inheritdoc/>
    public string WebType => "redirect_to_web";

    /// <inheritdoc/>
    public string AudiencePrefix => "iae:";

    /// <inheritdoc/>
    public string EndpointMember => "interactive_authorization_endpoint";

    /// <inheritdoc/>
    public InteractiveReply Read(HttpStatusCode status, JsonObject? json) =>
        StatusMemberReply.Read(status, json, PresentationType, WebType);
}
