using System.Net;
using System.Net.Sockets;

namespace Eudiplo.Grains.Http;

/// <summary>Finds the addresses of hosts as the machine does.</summary>
public sealed class DnsHostResolver : IHostResolver
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return [];
        }
    }
}
