namespace Eudiplo.Protocol.Dialects;

/// <summary>The interaction types of the Interactive Authorization Endpoint by their bare names, as configuration and storage write them.</summary>
public static class InteractionTypes
{
    /// <summary>An OpenID4VP presentation (OID4VCI 1.1, "Require Presentation").</summary>
    public const string Presentation = "openid4vp_presentation";

    /// <summary>A visit to a web page (OID4VCI 1.1, "Redirect to Web").</summary>
    public const string Web = "redirect_to_web";

    /// <summary>What the types that a tenant makes up begin with: a URN (RFC 8141), which nobody else means something else by.</summary>
    public const string CustomPrefix = "urn:";

    /// <summary>Whether a type is one that a tenant made up.</summary>
    public static bool IsCustom(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.StartsWith(CustomPrefix, StringComparison.Ordinal);
    }
}
