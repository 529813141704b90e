using System.Net;
using System.Net.Sockets;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>Free ports of the loopback.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
