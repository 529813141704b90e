using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Gateway.Endpoints;

/// <summary>Refusals of more than one endpoint.</summary>
internal static class Refusals
{
    /// <summary>The URL names no tenant.</summary>
    public static ProtocolError UnknownTenant { get; } = new("invalid_request", "There is no such tenant.", StatusCodes.Status404NotFound);

    /// <summary>The store or the cluster cannot answer now.</summary>
    public static ProtocolError Unavailable { get; } =
        new("temporarily_unavailable", "The server cannot answer at the moment.", StatusCodes.Status503ServiceUnavailable);

    /// <summary>A limit on requests per second is reached.</summary>
    public static ProtocolError TooMany { get; } =
        new("temporarily_unavailable", "There are too many requests. Try again later.", StatusCodes.Status429TooManyRequests);

    /// <summary>Something went wrong that the client cannot help.</summary>
    public static ProtocolError Failed { get; } =
        new("server_error", "The server could not handle the request.", StatusCodes.Status500InternalServerError);
}
