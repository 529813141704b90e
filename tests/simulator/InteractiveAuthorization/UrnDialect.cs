using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.WalletSimulator.InteractiveAuthorization;

/// <summary>The URN names of OpenID4VCI 1.1 from March to June 2026; all else as in <see cref="BareDialect"/>.</summary>
public sealed class UrnDialect : IWireDialect
{
    /// <inheritdoc/>
    public string Name => "urn";

    /// <inheritdoc/>
    public string PresentationType => "urn:openid:dcp:iae:openid4vp_presentation";

    /// <inheritdoc/>
    public string WebType => "urn:openid:dcp:iae:redirect_to_web";

    /// <inheritdoc/>
    public string AudiencePrefix => "iae:";

    /// <inheritdoc/>
    public string EndpointMember => "interactive_authorization_endpoint";

    /// <inheritdoc/>
    public InteractiveReply Read(HttpStatusCode status, JsonObject? json) =>
        StatusMemberReply.Read(status, json, PresentationType, WebType);
}
