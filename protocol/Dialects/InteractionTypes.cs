namespace Eudiplo.Protocol.Dialects;

/// <summary>The interaction types of the Interactive Authorization Endpoint by their bare names, as configuration and storage write them.</summary>
public static class InteractionTypes
{
    /// <summary>An OpenID4VP presentation (OID4VCI 1.1, "Require Presentation").</summary>
    public const string Presentation = "openid4vp_presentation";

    /// <summary>A visit to a web page (OID4VCI 1.1, "Redirect to Web").</summary>
    public const string Web = "redirect_to_web";
}
