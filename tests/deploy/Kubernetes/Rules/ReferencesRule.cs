using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>What a manifest names is there: volumes, ConfigMaps, the pods of a service, the ports; and everything is in one namespace.</summary>
public sealed class ReferencesRule : IManifestRule
{
    private static readonly string[] WithoutNamespace = ["Namespace", "ClusterRole", "ClusterRoleBinding"];

    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        var maps = manifests.OfKind("ConfigMap").Select(m => m.Name()).ToHashSet();
        foreach (var item in manifests.Objects.Where(o => !WithoutNamespace.Contains(o.Text("kind")) && o.Text("metadata", "namespace") != "eudiplo"))
        {
            yield return $"{item.Title()} is not in the namespace.";
        }

        foreach (var workload in manifests.Workloads)
        {
            foreach (var violation in OfWorkload(workload, maps))
            {
                yield return violation;
            }
        }

        foreach (var service in manifests.OfKind("Service"))
        {
            var chosen = manifests.Workloads.Where(w => service.Pairs("spec", "selector").All(l => w.PodLabels().GetValueOrDefault(l.Key) == l.Value)).ToList();
            var ports = chosen.SelectMany(w => w.Containers()).SelectMany(c => c.Items("ports")).Select(p => p.Text("name")).ToHashSet();
            if (chosen.Count != 1 || service.Items("spec", "ports").Any(p => !ports.Contains(p.Text("targetPort"))))
            {
                yield return $"{service.Title()} does not lead to the ports of one workload.";
            }
        }

        foreach (var scaler in manifests.OfKind("HorizontalPodAutoscaler")
            .Where(s => manifests.Workloads.All(w => !ReferenceEquals(Replicas.Autoscaler(manifests, w), s))))
        {
            yield return $"{scaler.Title()} scales nothing.";
        }

        foreach (var budget in manifests.OfKind("PodDisruptionBudget")
            .Where(b => manifests.Workloads.All(w => !b.At("spec", "selector").Selects(w.PodLabels()))))
        {
            yield return $"{budget.Title()} is about no pods.";
        }
    }

    private static IEnumerable<string> OfWorkload(JsonObject workload, HashSet<string> maps)
    {
        var pod = workload.At("spec", "template", "spec");
        var volumes = pod.Items("volumes").Concat(workload.Items("spec", "volumeClaimTemplates").Select(c => c.At("metadata")!))
            .Select(v => v.Text("name")).ToHashSet();
        if (!workload.At("spec", "selector").Selects(workload.PodLabels()))
        {
            yield return $"{workload.Title()} does not select its own pods.";
        }

        foreach (var map in pod.Items("volumes").Select(v => v.Text("configMap", "name"))
            .Concat(workload.Containers().SelectMany(c => c.Items("envFrom")).Select(s => s.Text("configMapRef", "name")))
            .Where(name => name is not null && !maps.Contains(name)))
        {
            yield return $"{workload.Title()} names the ConfigMap {map}, which is not there.";
        }

        foreach (var mount in workload.Containers().SelectMany(c => c.Items("volumeMounts")).Where(m => !volumes.Contains(m.Text("name"))))
        {
            yield return $"{workload.Title()} mounts the volume {mount.Text("name")}, which it does not have.";
        }

        foreach (var volume in volumes.Where(v => workload.Containers().All(c => c.Items("volumeMounts").All(m => m.Text("name") != v))))
        {
            yield return $"{workload.Title()} has the volume {volume}, which nothing mounts.";
        }

        foreach (var image in workload.Containers().Select(c => c.Text("image") ?? "").Where(i => !i.Contains(':') || i.EndsWith(":latest", StringComparison.Ordinal)))
        {
            yield return $"{workload.Title()}: the image {image} has no version.";
        }
    }
}
