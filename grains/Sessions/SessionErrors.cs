using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Grains.Sessions;

/// <summary>Refusals that more than one rule gives.</summary>
internal static class SessionErrors
{
    /// <summary>One text for every reason: which sessions exist, and whose they are, is nobody else's business.</summary>
    public static ProtocolError UnknownSession { get; } =
        new("invalid_auth_session", "The session was not found, has ended, or this is not its newest auth_session.");

    /// <summary>The URL names no tenant.</summary>
    public static ProtocolError UnknownTenant { get; } = new("invalid_request", "There is no such tenant.", 404);

    /// <summary>The request is for the browser as a whole (OAuth 2.0 for First-Party Applications, section 5.2.2.1.1).</summary>
    public static ProtocolError RedirectToWeb { get; } = new("redirect_to_web", "Go on in a browser, with an authorization code flow.");

    /// <summary>The tenant has no endpoint for pushed requests.</summary>
    public static ProtocolError NoPushedRequests { get; } = new("invalid_request", "This server takes no pushed authorization requests.", 404);
}
