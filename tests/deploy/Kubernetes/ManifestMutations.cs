using System.Text.Json.Nodes;
using Eudiplo.Deploy.Tests.Kubernetes.Rules;

namespace Eudiplo.Deploy.Tests.Kubernetes;

/// <summary>The ways in which the rules are broken on purpose.</summary>
internal static class ManifestMutations
{
    private const string Gateway = "Deployment/eudiplo-gateway";
    private const string Silo = "Deployment/eudiplo-silo";
    private const string Pod = "spec.template.spec";
    private const string Container = Pod + ".containers.0";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ManifestMutation> All { get; } =
    [
        Remove<ProbesRule>("no startup probe", "single", Gateway, Container + ".startupProbe"),
        Remove<ProbesRule>("no liveness probe", "postgres", Gateway, Container + ".livenessProbe"),
        Remove<ProbesRule>("no readiness probe", "cluster", Silo, Container + ".readinessProbe"),
        Set<ProbesRule>("liveness asks for readiness", "single", Gateway, Container + ".livenessProbe.httpGet.path", "/health/ready"),
        Set<ProbesRule>("a probe of a port that is not named", "single", Gateway, Container + ".readinessProbe.httpGet.port", "web"),
        Set<ProbesRule>("ten seconds to start", "single", Gateway, Container + ".startupProbe.failureThreshold", 5),
        Remove<ProbesRule>("Redis is not probed", "cluster", "StatefulSet/eudiplo-redis", Container + ".livenessProbe"),

        Set<PodSecurityRule>("may run as root", "single", Gateway, Pod + ".securityContext.runAsNonRoot", false),
        Set<PodSecurityRule>("the user is root", "single", Gateway, Pod + ".securityContext.runAsUser", 0),
        Set<PodSecurityRule>("unconfined", "single", Gateway, Pod + ".securityContext.seccompProfile.type", "Unconfined"),
        Remove<PodSecurityRule>("a token is mounted", "postgres", Gateway, Pod + ".automountServiceAccountToken"),
        Set<PodSecurityRule>("the root can be written", "cluster", Silo, Container + ".securityContext.readOnlyRootFilesystem", false),
        Set<PodSecurityRule>("privileges may grow", "cluster", Silo, Container + ".securityContext.allowPrivilegeEscalation", true),
        Set<PodSecurityRule>("capabilities are kept", "single", Gateway, Container + ".securityContext.capabilities.drop.0", "NET_RAW"),
        Set<PodSecurityRule>("the host's network", "single", Gateway, Pod + ".hostNetwork", true),
        Set<PodSecurityRule>("the container overrides its user", "single", Gateway, Container + ".securityContext.runAsUser", 0),
        Set<PodSecurityRule>("the account mounts a token", "single", "ServiceAccount/eudiplo", "automountServiceAccountToken", true),

        Drop<DisruptionBudgetRule>("no disruption budget", "postgres", "PodDisruptionBudget/eudiplo-gateway"),
        Set<DisruptionBudgetRule>("the budget blocks a drain", "single", "PodDisruptionBudget/eudiplo-gateway", "spec.maxUnavailable", 0),
        Set<DisruptionBudgetRule>("the budget lets all go", "cluster", "PodDisruptionBudget/eudiplo-silo", "spec.maxUnavailable", 3),

        Drop<AutoscalingRule>("no autoscaler", "postgres", "HorizontalPodAutoscaler/eudiplo-gateway"),
        Set<AutoscalingRule>("a number beside the autoscaler", "cluster", Silo, "spec.replicas", 3),
        Set<AutoscalingRule>("down to one", "postgres", "HorizontalPodAutoscaler/eudiplo-gateway", "spec.minReplicas", 1),
        Set<AutoscalingRule>("scaled by what is no CPU", "postgres", "HorizontalPodAutoscaler/eudiplo-gateway", "spec.metrics.0.resource.name", "memory"),
        Set<AutoscalingRule>("two pods of one volume", "single", Gateway, "spec.replicas", 2),

        Remove<SpreadRule>("not spread", "postgres", Gateway, Pod + ".topologySpreadConstraints"),
        Set<SpreadRule>("spread over nothing", "cluster", Silo, Pod + ".topologySpreadConstraints.0.topologyKey", "region"),
        Set<SpreadRule>(
            "spread with other pods in mind", "cluster", Silo,
            Pod + ".topologySpreadConstraints.1.labelSelector.matchLabels", new JsonObject { ["app.kubernetes.io/name"] = "eudiplo-gateway" }),

        Remove<ResourcesRule>("no requests", "single", Gateway, Container + ".resources.requests"),
        Set<ResourcesRule>("a limit below the request", "cluster", Silo, Container + ".resources.limits.memory", "64Mi"),

        Remove<TerminationRule>("no pause before the drain", "postgres", Gateway, Container + ".lifecycle"),
        Set<TerminationRule>("killed in the midst of the drain", "cluster", Silo, Pod + ".terminationGracePeriodSeconds", 60),
        Set<TerminationRule>("no time to drain", "postgres", "ConfigMap/eudiplo-settings", "data.DOTNET_SHUTDOWNTIMEOUTSECONDS", "5"),

        Set<RolloutRule>("two processes with one SQLite file", "single", Gateway, "spec.strategy.type", "RollingUpdate"),
        Set<RolloutRule>("an outage by rollout", "postgres", Gateway, "spec.strategy.rollingUpdate.maxUnavailable", 1),

        Set<ConnectionsRule>("more pods than connections", "postgres", "HorizontalPodAutoscaler/eudiplo-gateway", "spec.maxReplicas", 20),
        Set<ConnectionsRule>("more connections than PostgreSQL has", "cluster", "ConfigMap/eudiplo-settings", "data.Eudiplo__Storage__PostgreSql__MaxConnections", "50"),

        Set<SecretsRule>(
            "a password in a ConfigMap", "postgres", "ConfigMap/eudiplo-settings",
            "data.Eudiplo__Something", "Host=db;Username=eudiplo;Password=hunter2"),
        Set<SecretsRule>(
            "a connection string by value", "postgres", Gateway, Container + ".env.Eudiplo__Storage__ConnectionString.valueFrom",
            new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = "metadata.annotations['db']" } }),
        Set<SecretsRule>("everybody reads the master key", "single", Gateway, Pod + ".volumes.master-key.secret.defaultMode", 0x1A4),
        Set<SecretsRule>("the master key can be missing", "single", Gateway, Pod + ".volumes.master-key.secret.optional", true),
        Set<SecretsRule>("the master key lies beside the database", "single", "ConfigMap/eudiplo-settings", "data.Eudiplo__Storage__MasterKeyFile", "/var/lib/eudiplo/master.key"),
        new("a secret in the manifests", typeof(SecretsRule), "single", m => m.With("kind: Secret\nmetadata: {name: eudiplo-master-key}")),

        Drop<StorageRule>("no volume for SQLite", "single", "PersistentVolumeClaim/eudiplo-data"),
        Remove<StorageRule>("silos without storage", "cluster", Silo, Container + ".env"),
        Set<StorageRule>("a gateway of a cluster with the database's password", "postgres", Gateway, Container + ".env.Eudiplo__Role.value", "gateway"),

        Set<ReferencesRule>("a service without pods", "single", "Service/eudiplo-gateway", "spec.selector", new JsonObject { ["app"] = "other" }),
        Set<ReferencesRule>("a mount without a volume", "single", Gateway, Container + ".volumeMounts.0.name", "other"),
        Drop<ReferencesRule>("no settings", "single", "ConfigMap/eudiplo-settings"),
        Set<ReferencesRule>("an image without a version", "single", Gateway, Container + ".image", "eudiplo-gateway"),
        Set<ReferencesRule>("an autoscaler of nothing", "postgres", "HorizontalPodAutoscaler/eudiplo-gateway", "spec.scaleTargetRef.name", "other"),

        Drop<NetworkRule>("nothing is denied", "cluster", "NetworkPolicy/eudiplo-default-deny", "NetworkPolicy/eudiplo-dns"),
        Drop<NetworkRule>("no DNS", "single", "NetworkPolicy/eudiplo-dns"),
        Drop<NetworkRule>("no requests from wallets", "single", "NetworkPolicy/eudiplo-gateway-from-ingress"),
        Drop<NetworkRule>("silos that do not hear each other", "cluster", "NetworkPolicy/eudiplo-silo"),
        Drop<NetworkRule>("gateways without silos", "cluster", "NetworkPolicy/eudiplo-gateway-to-silos"),
        Drop<NetworkRule>("no way to PostgreSQL", "postgres", "NetworkPolicy/eudiplo-to-postgres"),
        Drop<NetworkRule>("no way to Redis", "cluster", "NetworkPolicy/eudiplo-members-to-redis"),
        Set<NetworkRule>("DNS of another kind", "single", "NetworkPolicy/eudiplo-dns", "spec.egress.0.to.0.podSelector.matchLabels.part-of", "eudiplo"),
        Remove<NetworkRule>("requests from everywhere", "single", "NetworkPolicy/eudiplo-gateway-from-ingress", "spec.ingress.0.from"),
        Remove<NetworkRule>("every port of the database's network", "postgres", "NetworkPolicy/eudiplo-to-postgres", "spec.egress.0.ports"),
        Set<NetworkRule>("the database's port of the Internet", "postgres", "NetworkPolicy/eudiplo-to-postgres", "spec.egress.0.to.0.ipBlock.cidr", "128.0.0.0/1"),
        Set<NetworkRule>(
            "gateways at the silos' own port", "cluster", "NetworkPolicy/eudiplo-gateway-to-silos", "spec.egress.0.ports.0.port", 11111),

        Set<NetworkRule>("private networks over HTTPS", "postgres", "NetworkPolicy/eudiplo-to-postgres", "spec.egress.0.ports.0.port", 443),

        Set<FieldsRule>("a probe that is spelled wrongly", "single", Gateway, Container + ".readynessProbe", new JsonObject { ["periodSeconds"] = 1 }),
        Set<FieldsRule>("a strategy that is spelled wrongly", "cluster", Silo, "spec.strategy.rollingUpdate.maxSurges", 2),
    ];

    private static ManifestMutation Set<TRule>(string title, string overlay, string target, string path, JsonNode value)
        where TRule : IManifestRule => Change<TRule>(title, overlay, target, path, value);

    private static ManifestMutation Remove<TRule>(string title, string overlay, string target, string path)
        where TRule : IManifestRule => Change<TRule>(title, overlay, target, path, null);

    private static ManifestMutation Drop<TRule>(string title, string overlay, params string[] targets)
        where TRule : IManifestRule =>
        new(title, typeof(TRule), overlay, manifests => targets.Aggregate(manifests, (left, target) =>
        {
            var dropped = Find(left, target);
            return left.Without(o => ReferenceEquals(o, dropped));
        }));

    private static ManifestMutation Change<TRule>(string title, string overlay, string target, string path, JsonNode? value)
        where TRule : IManifestRule =>
        new(title, typeof(TRule), overlay, manifests =>
        {
            // Labels have dots in their names, so the last name of a path is all that is left after a known parent.
            JsonNode at = Find(manifests, target);
            var names = path.Split('.');
            foreach (var name in names[..^1])
            {
                at = at.At(name) ?? throw new InvalidOperationException($"{target} has no {name} of {path}.");
            }

            switch (at)
            {
                case JsonObject members when value is null:
                    Assert.True(members.Remove(names[^1]), $"{target} has no {path}.");
                    break;
                case JsonObject members:
                    members[names[^1]] = value.DeepClone();
                    break;
                default:
                    at.AsArray()[int.Parse(names[^1], System.Globalization.CultureInfo.InvariantCulture)] = value?.DeepClone();
                    break;
            }

            return manifests;
        });

    // Generated ConfigMaps have a hash at the end of their name.
    private static JsonObject Find(Manifests manifests, string target) => manifests.Objects.Single(o => target.Split('/') is [var kind, var name]
        && o.Text("kind") == kind
        && (o.Name() == name || (kind == "ConfigMap" && o.Name().StartsWith(name + "-", StringComparison.Ordinal))));
}
