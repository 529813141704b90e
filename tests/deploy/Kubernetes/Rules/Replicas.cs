using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>How many pods a workload has.</summary>
internal static class Replicas
{
    /// <summary>The autoscaler of a workload, if it has one.</summary>
    public static JsonObject? Autoscaler(Manifests manifests, JsonObject workload) => manifests.OfKind("HorizontalPodAutoscaler").SingleOrDefault(
        h => h.Text("spec", "scaleTargetRef", "kind") == workload.Text("kind")
            && h.Text("spec", "scaleTargetRef", "name") == workload.Name()
            && h.Text("spec", "scaleTargetRef", "apiVersion") == workload.Text("apiVersion"));

    /// <summary>The least number.</summary>
    public static long Least(Manifests manifests, JsonObject workload) =>
        Autoscaler(manifests, workload).Number("spec", "minReplicas") ?? workload.Number("spec", "replicas") ?? 1;

    /// <summary>The largest number, while a new version rolls out included.</summary>
    public static long Most(Manifests manifests, JsonObject workload) =>
        (Autoscaler(manifests, workload).Number("spec", "maxReplicas") ?? workload.Number("spec", "replicas") ?? 1)
        + (workload.Number("spec", "strategy", "rollingUpdate", "maxSurge") ?? 0);
}
