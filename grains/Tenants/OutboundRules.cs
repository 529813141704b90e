using System.Net;
using Eudiplo.Grains.Http;

namespace Eudiplo.Grains.Tenants;

/// <summary>Reads what a tenant's requests may reach.</summary>
internal static class OutboundRules
{
    /// <summary>Checks the settings.</summary>
    public static void Check(OutboundSettings outbound, List<string> errors)
    {
        for (var i = 0; i < outbound.AllowedHosts.Count; i++)
        {
            if (Uri.CheckHostName(outbound.AllowedHosts[i]) != UriHostNameType.Dns)
            {
                errors.Add($"$.outbound.allowedHosts[{i}]: a host's name is needed; addresses belong to allowedNetworks.");
            }
        }

        for (var i = 0; i < outbound.AllowedNetworks.Count; i++)
        {
            if (!IPNetwork.TryParse(outbound.AllowedNetworks[i], out _))
            {
                errors.Add($"$.outbound.allowedNetworks[{i}]: a network in CIDR form is needed, such as 10.20.0.0/16.");
            }
        }
    }

    /// <summary>The policy of checked settings.</summary>
    public static OutboundPolicy Policy(OutboundSettings outbound) => new(
        outbound.AllowedHosts, outbound.AllowedNetworks.Select(network => IPNetwork.Parse(network)), outbound.AllowLoopback);
}
