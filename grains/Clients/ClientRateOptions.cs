namespace Eudiplo.Grains.Clients;

/// <summary>How many requests of one client are served: section <c>Eudiplo:RateLimits</c>, of which the gateway reads more.</summary>
public sealed class ClientRateOptions
{
    /// <summary>
    /// Requests per second of a client that has shown who it is, in one process: 1 to 10,000,000. Default 20,000. A registered client may have
    /// a number of its own.
    /// </summary>
    public int PerClient { get; set; } = 20_000;
}
