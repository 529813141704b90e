namespace Eudiplo.Grains.Http;

/// <summary>
/// The limits of everything that is fetched from, or sent to, an address that did not come from the operator: section
/// <c>Eudiplo:Http</c> of the configuration. What a step waits for counts against the 30 seconds that a call of a grain may take.
/// </summary>
public sealed class GuardedHttpOptions
{
    /// <summary>The longest time for one request, redirects and body included: 100 ms to 20 s. Default 5 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time for one connection to be made, TLS included: 100 ms to 20 s. Default 3 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a connection may be used again before a new one is made, whose address is looked up and judged anew: 1 s to 1 h. Default
    /// 2 minutes.
    /// </summary>
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest response body, in bytes: 1 KiB to 64 MiB. Default 4 MiB, which holds a status list of a million credentials.</summary>
    public int MaxResponseBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>The most redirects that are followed by a GET, each judged like the first URL: 0 to 5. Default 3. Other methods follow none.</summary>
    public int MaxRedirects { get; set; } = 3;

    /// <summary>The most requests of one tenant under way at once; further ones wait for their turn within their time: 1 to 1,024. Default 32.</summary>
    public int MaxRequestsPerTenant { get; set; } = 32;

    /// <summary>
    /// Networks that are never reached, whatever a tenant allows, in CIDR form. Default: where cloud providers tell machines their secrets,
    /// <c>169.254.0.0/16</c> and <c>fd00:ec2::/32</c>, and link-local <c>fe80::/10</c>.
    /// </summary>
    public IList<string> ForbiddenNetworks { get; set; } = ["169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"];
}
