namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>
/// A Deployment is scaled by its CPU, from two pods up, and then its manifest has no number of its own that would undo the scaling; or it
/// has a volume and is one pod for ever.
/// </summary>
public sealed class AutoscalingRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var workload in manifests.OfKind("Deployment"))
        {
            var scaler = Replicas.Autoscaler(manifests, workload);
            var hasVolume = workload.Items("spec", "template", "spec", "volumes").Any(v => v.At("persistentVolumeClaim") is not null);
            if (hasVolume)
            {
                if (scaler is not null || workload.Number("spec", "replicas") != 1 || workload.Text("spec", "strategy", "type") != "Recreate")
                {
                    yield return $"{workload.Title()} has a volume: it must be one pod, recreated, and not scaled.";
                }

                continue;
            }

            if (scaler is null)
            {
                yield return $"{workload.Title()} has no autoscaler.";
                continue;
            }

            if (workload.At("spec", "replicas") is not null)
            {
                yield return $"{workload.Title()} sets replicas, which undoes what the autoscaler did whenever it is applied.";
            }

            if (scaler.Number("spec", "minReplicas") is not >= 2 || scaler.Number("spec", "maxReplicas") <= scaler.Number("spec", "minReplicas"))
            {
                yield return $"{scaler.Title()} does not scale from at least two pods up.";
            }

            if (!scaler.Items("spec", "metrics").Any(m => m.Text("resource", "name") == "cpu"
                && m.Number("resource", "target", "averageUtilization") is >= 30 and <= 90))
            {
                yield return $"{scaler.Title()} does not scale by CPU.";
            }

            // Each pod that leaves hands its work over first.
            if (scaler.Number("spec", "behavior", "scaleDown", "stabilizationWindowSeconds") is not >= 300)
            {
                yield return $"{scaler.Title()} scales down within five minutes.";
            }
        }
    }
}
