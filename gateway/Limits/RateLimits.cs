namespace Eudiplo.Gateway.Limits;

/// <summary>
/// How many requests are taken: section <c>Eudiplo:RateLimits</c>. The limits are for each process of the gateway. They are on, and high: they
/// keep one sender from taking the whole server, and are to be lowered to what a deployment expects.
/// </summary>
public sealed class RateLimits
{
    /// <summary>How many tenants' shares one address gets in all, however many it asks.</summary>
    public const int TenantsPerAddress = 4;

    /// <summary>Requests per second to one tenant: 1 to 10,000,000. Default 100,000.</summary>
    public int PerTenant { get; set; } = 100_000;

    /// <summary>
    /// Requests per second from one address (IPv6: one /64) to one tenant: 1 to 10,000,000. Default 25,000. All tenants together get
    /// <see cref="TenantsPerAddress"/> times as many from it. Behind a proxy every request comes
    /// from the proxy's address, unless <c>Eudiplo:ForwardedHeaders</c> names it.
    /// </summary>
    public int PerAddress { get; set; } = 25_000;

    /// <summary>
    /// Requests per second of one client: 1 to 10,000,000. Default 20,000. A client that authenticates is counted by its id, once it has shown
    /// who it is; whoever only names a client is counted by that name and its address, so that nobody uses up the share of another.
    /// </summary>
    public int PerClient { get; set; } = 20_000;

    /// <summary>What is wrong with the values; null when nothing is.</summary>
    public string? Problem() => PerTenant is < 1 or > 10_000_000 ? "Eudiplo:RateLimits:PerTenant must be between 1 and 10,000,000. Leave it out for 100,000."
        : PerAddress is < 1 or > 10_000_000 ? "Eudiplo:RateLimits:PerAddress must be between 1 and 10,000,000. Leave it out for 25,000."
        : PerClient is < 1 or > 10_000_000 ? "Eudiplo:RateLimits:PerClient must be between 1 and 10,000,000. Leave it out for 20,000."
        : null;
}
