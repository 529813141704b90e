using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>Nothing is allowed between pods but what Eudiplo needs, and all of that is.</summary>
public sealed class NetworkRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        var network = new PolicyNetwork(manifests);
        foreach (var pod in manifests.Workloads)
        {
            if (!network.IsIsolated(pod, "Ingress") || !network.IsIsolated(pod, "Egress"))
            {
                yield return $"{pod.Title()}: what no policy allows is not denied.";
            }

            if (!network.LetsOut(pod, PolicyNetwork.Dns, 53, "UDP") || !network.LetsOut(pod, PolicyNetwork.Dns, 53, "TCP"))
            {
                yield return $"{pod.Title()} cannot ask the DNS.";
            }

            foreach (var open in network.Unbounded(pod))
            {
                yield return $"{pod.Title()}: {open} names no peer or no port, which allows all of them.";
            }
        }

        foreach (var violation in Between(manifests, network).Concat(Outside(manifests, network)))
        {
            yield return violation;
        }
    }

    private static IEnumerable<string> Between(Manifests manifests, PolicyNetwork network)
    {
        (string From, string To, int Port)[] needed =
        [
            ("eudiplo-silo", "eudiplo-silo", 11111),
            ("eudiplo-gateway", "eudiplo-silo", 30000),
            ("eudiplo-silo", "eudiplo-redis", 6379),
            ("eudiplo-gateway", "eudiplo-redis", 6379),
        ];
        var pods = manifests.Workloads.ToDictionary(w => w.Name());
        foreach (var (from, to, port) in needed.Where(n => pods.ContainsKey(n.From) && pods.ContainsKey(n.To)))
        {
            if (!network.Allows(pods[from], pods[to], port))
            {
                yield return $"{from} cannot reach {to} at {port}.";
            }
        }

        var excess = from source in pods.Values
                     from target in pods.Values
                     from port in target.Containers().SelectMany(c => c.Items("ports")).Select(p => (int)p.Number("containerPort")!)
                     where !needed.Contains((source.Name(), target.Name(), port)) && network.Allows(source, target, port)
                     select $"{source.Name()} can reach {target.Name()} at {port}, and does not need to.";
        foreach (var violation in excess)
        {
            yield return violation;
        }
    }

    private static IEnumerable<string> Outside(Manifests manifests, PolicyNetwork network)
    {
        foreach (var pod in manifests.Workloads)
        {
            var isGateway = pod.Name() == "eudiplo-gateway";
            if (network.LetsIn(pod, PolicyNetwork.IngressController, 8080) != isGateway)
            {
                yield return isGateway ? "No request reaches the gateway." : $"{pod.Title()} can be reached through the ingress.";
            }

            if (pod.Containers().SelectMany(c => c.Items("ports")).Any(p => network.LetsIn(pod, PolicyNetwork.Stranger, (int)p.Number("containerPort")!)))
            {
                yield return $"{pod.Title()} can be reached from any namespace.";
            }

            var hasDatabase = pod.Containers().Any(c => Environments.SecretOf(c, "Eudiplo__Storage__ConnectionString") is not null);
            if (network.LetsOut(pod, PolicyNetwork.PrivateAddress, 5432) != hasDatabase)
            {
                yield return hasDatabase ? $"{pod.Title()} cannot reach PostgreSQL." : $"{pod.Title()} can reach PostgreSQL, and does not need to.";
            }

            if (network.LetsOut(pod, PolicyNetwork.PublicAddress, 5432))
            {
                yield return $"{pod.Title()} can take a connection of a database to the Internet.";
            }

            var hasGrains = pod.Containers().Any(c => Environments.RoleOf(manifests, c) is "all" or "silo");
            if (network.LetsOut(pod, PolicyNetwork.PublicAddress, 443) && !hasGrains)
            {
                yield return $"{pod.Title()} can reach the Internet, and has nothing to fetch there.";
            }

            if (network.LetsOut(pod, PolicyNetwork.PrivateAddress, 443) || network.LetsOut(pod, PolicyNetwork.MachineMetadata, 443))
            {
                yield return $"{pod.Title()} can fetch from private networks.";
            }
        }
    }
}
