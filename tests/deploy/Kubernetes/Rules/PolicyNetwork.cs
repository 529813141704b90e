using System.Net;
using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>What the NetworkPolicies of some manifests allow, reckoned as Kubernetes does: allowed is what any policy allows.</summary>
internal sealed class PolicyNetwork(Manifests manifests)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The cluster's DNS.</summary>
    public static Peer Dns { get; } = new("kube-system", new Dictionary<string, string> { ["k8s-app"] = "kube-dns" }, null);

    /// <summary>The ingress controller.</summary>
    public static Peer IngressController { get; } = new("ingress-nginx", None, null);

    /// <summary>A pod of somebody else's namespace.</summary>
    public static Peer Stranger { get; } = new("elsewhere", None, null);

    /// <summary>A machine of a private network.</summary>
    public static Peer PrivateAddress { get; } = new(null, None, IPAddress.Parse("10.20.30.40"));

    /// <summary>A machine of the Internet.</summary>
    public static Peer PublicAddress { get; } = new(null, None, IPAddress.Parse("203.0.113.7"));

    /// <summary>Where clouds tell machines their secrets.</summary>
    public static Peer MachineMetadata { get; } = new(null, None, IPAddress.Parse("169.254.169.254"));

    /// <summary>Whether a policy denies a pod whatever is not allowed in this direction.</summary>
    public bool IsIsolated(JsonObject pod, string direction) => Policies(pod, direction).Any();

    /// <summary>Whether one pod can reach another, by the policies of both.</summary>
    public bool Allows(JsonObject from, JsonObject to, int port)
    {
        var (source, target) = (new Peer("eudiplo", from.PodLabels(), null), new Peer("eudiplo", to.PodLabels(), null));
        return Matches(from, "Egress", target, port, "TCP", to) && Matches(to, "Ingress", source, port, "TCP", to);
    }

    /// <summary>Whether a pod may call somebody outside.</summary>
    public bool LetsOut(JsonObject pod, Peer to, int port, string protocol = "TCP") => Matches(pod, "Egress", to, port, protocol, null);

    /// <summary>Whether somebody outside may call a pod.</summary>
    public bool LetsIn(JsonObject pod, Peer from, int port) => Matches(pod, "Ingress", from, port, "TCP", pod);

    /// <summary>The policies of a pod with a rule that is not bounded.</summary>
    public IEnumerable<string> Unbounded(JsonObject pod) =>
        from direction in new[] { "Ingress", "Egress" }
        from policy in Policies(pod, direction)
        from rule in policy.Items("spec", direction.ToLowerInvariant())
        where !rule.Items(direction == "Ingress" ? "from" : "to").Any() || !rule.Items("ports").Any()
            || rule.Items(direction == "Ingress" ? "from" : "to").Any(p => (p.At("ipBlock").Text("cidr") is "0.0.0.0/0" or "::/0" && !p.Items("ipBlock", "except").Any())
                || p.At("namespaceSelector") is JsonObject { Count: 0 })
        select policy.Title();

    private IEnumerable<JsonObject> Policies(JsonObject pod, string direction) => manifests.OfKind("NetworkPolicy").Where(
        p => p.At("spec", "podSelector").Selects(pod.PodLabels()) && p.Items("spec", "policyTypes").Any(t => t.ToString() == direction));

    private bool Matches(JsonObject pod, string direction, Peer peer, int port, string protocol, JsonObject? owner) => Policies(pod, direction)
        .SelectMany(policy => policy.Items("spec", direction.ToLowerInvariant()))
        .Any(rule => IsPeer(rule.At(direction == "Ingress" ? "from" : "to"), peer) && IsPort(rule.At("ports"), port, protocol, owner));

    private static bool IsInBlock(JsonNode block, IPAddress address) =>
        IPNetwork.Parse(block.Text("cidr")!).Contains(address)
        && !block.Items("except").Any(except => IPNetwork.Parse(except.ToString()).Contains(address));

    private static bool IsPeer(JsonNode? peers, Peer peer) => peers is null || peers.Items().Any(p => p.At("ipBlock") is { } block
        ? peer.Address is not null && IsInBlock(block, peer.Address)
        : peer.Namespace is not null
            && (p.At("namespaceSelector") is { } space
                ? space.Selects(new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = peer.Namespace })
                : peer.Namespace == "eudiplo")
            && (p.At("podSelector") is not { } selector || selector.Selects(peer.Labels)));

    // A port by name is meant in the pod that listens.
    private static bool IsPort(JsonNode? ports, int port, string protocol, JsonObject? owner) => ports is null || ports.Items().Any(
        p => (p.Text("protocol") ?? "TCP") == protocol
            && (p.Number("port") ?? owner?.Containers().SelectMany(c => c.Items("ports"))
                .FirstOrDefault(n => n.Text("name") == p.Text("port")).Number("containerPort")) == port);

    /// <summary>Who is at the other end: a pod of a namespace with its labels, or an address.</summary>
    internal sealed record Peer(string? Namespace, IReadOnlyDictionary<string, string> Labels, IPAddress? Address);
}
