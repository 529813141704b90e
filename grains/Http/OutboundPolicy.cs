using System.Net;

namespace Eudiplo.Grains.Http;

/// <summary>
/// What a tenant's requests may reach beside the public internet. Immutable; one object for as long as the tenant's configuration stays
/// the same, because connections are shared by the requests of one policy and by no others.
/// </summary>
public sealed class OutboundPolicy
{
    private readonly HashSet<string> _hosts;
    private readonly IPNetwork[] _networks;

    /// <summary>Makes a policy.</summary>
    /// <param name="hosts">Host names whose addresses may be private ones.</param>
    /// <param name="networks">Networks whose addresses may be reached, whatever the host's name.</param>
    /// <param name="allowLoopback">Whether this machine itself may be reached, over plain <c>http</c> too: for development and tests.</param>
    public OutboundPolicy(IEnumerable<string> hosts, IEnumerable<IPNetwork> networks, bool allowLoopback)
    {
        _hosts = new HashSet<string>(hosts, StringComparer.OrdinalIgnoreCase);
        _networks = [.. networks];
        AllowLoopback = allowLoopback;
    }

    /// <summary>The public internet alone, over https.</summary>
    public static OutboundPolicy PublicOnly { get; } = new([], [], false);

    /// <summary>Whether this machine itself may be reached, over plain <c>http</c> too.</summary>
    public bool AllowLoopback { get; }

    /// <summary>Whether a URL may be asked for at all: its form, not yet its address.</summary>
    public bool Allows(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && AllowLoopback))
            && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            && url.UserInfo.Length == 0;
    }

    /// <summary>Whether an address of a host may be connected to.</summary>
    /// <param name="host">The host as the URL names it.</param>
    /// <param name="address">One of its addresses.</param>
    /// <param name="isPlainHttp">Whether nothing protects the connection: then only this machine will do.</param>
    public bool Allows(string host, IPAddress address, bool isPlainHttp)
    {
        ArgumentNullException.ThrowIfNull(host);
        var plain = PublicAddresses.Plain(address);
        if (IPAddress.IsLoopback(plain) && AllowLoopback)
        {
            return true;
        }

        return !isPlainHttp
            && (PublicAddresses.Contains(plain)
                || Array.Exists(_networks, network => network.Contains(plain))
                || (_hosts.Contains(host) && IsPrivate(plain)));
    }

    // A host's name is answered by whoever runs its DNS: it opens private networks, but not loopback, link-local and the rest.
    private static bool IsPrivate(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out var length);
        return length == 4
            ? octets[0] == 10 || (octets[0] == 172 && octets[1] is >= 16 and < 32) || (octets[0] == 192 && octets[1] == 168)
                || (octets[0] == 100 && octets[1] is >= 64 and < 128)
            : (octets[0] & 0xfe) == 0xfc;
    }
}
