using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Grains.Browser;

/// <summary>What a browser is refused with. One text for every reason: whose link it is, and why it does not work, is nobody else's business.</summary>
internal static class BrowserErrors
{
    /// <summary>A <c>request_uri</c> that opens nothing, or nothing in this browser.</summary>
    public static ProtocolError UnknownRequestUri { get; } =
        new("invalid_request_uri", "The request_uri is unknown, has expired, or was opened in another browser.");

    /// <summary>A ticket that is none, or none of this browser.</summary>
    public static ProtocolError UnknownTicket { get; } =
        new("invalid_ticket", "This way back is unknown, has expired, or belongs to another browser.");

    /// <summary>A link to a presentation request that is none, or whose step is over.</summary>
    public static ProtocolError UnknownPresentation { get; } =
        new("invalid_request", "This presentation request is unknown, or is over.", 404);
}
