using System.Net;
using System.Net.Sockets;

namespace Eudiplo.Gateway.Limits;

/// <summary>The part of a sender's address that it cannot change at will.</summary>
internal static class SenderNetwork
{
    /// <summary>An IPv4 address whole, the first 64 bits of an IPv6 one; 0 for none.</summary>
    public static long Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (address is null || !address.TryWriteBytes(bytes, out _))
        {
            return 0;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6
            ? BitConverter.ToInt64(bytes[8..])
            : BitConverter.ToInt64(bytes);
    }
}
