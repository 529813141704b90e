namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>The pods of a Deployment are spread over zones and nodes.</summary>
public sealed class SpreadRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests) =>
        from workload in manifests.OfKind("Deployment")
        from topology in new[] { "topology.kubernetes.io/zone", "kubernetes.io/hostname" }
        where !workload.Items("spec", "template", "spec", "topologySpreadConstraints").Any(c => c.Text("topologyKey") == topology
            && c.Number("maxSkew") == 1
            && c.Text("whenUnsatisfiable") is "ScheduleAnyway" or "DoNotSchedule"
            && c.At("labelSelector").Selects(workload.PodLabels()))
        select $"{workload.Title()} is not spread over {topology}.";
}
