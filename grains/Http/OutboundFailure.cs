namespace Eudiplo.Grains.Http;

/// <summary>Why there is no response. Names are stable: they are written to the log.</summary>
public enum OutboundFailure
{
    /// <summary>The URL is not an absolute https URL without user information.</summary>
    UrlNotAllowed,

    /// <summary>The host has no address.</summary>
    NameNotResolved,

    /// <summary>The host has no address that may be reached: loopback, link-local, private and the like are not.</summary>
    AddressNotAllowed,

    /// <summary>No connection could be made, TLS included, or it broke.</summary>
    ConnectionFailed,

    /// <summary>The time was up.</summary>
    TimedOut,

    /// <summary>The response is larger than it may be.</summary>
    TooLarge,

    /// <summary>More redirects than are followed, or one without a place to go to.</summary>
    TooManyRedirects,

    /// <summary>What was received is not HTTP.</summary>
    NotHttp,
}
