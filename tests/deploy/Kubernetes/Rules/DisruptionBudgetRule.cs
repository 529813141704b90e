namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>Every workload has one budget, which lets a node be drained and never lets all pods of two or more go at once.</summary>
public sealed class DisruptionBudgetRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads)
        {
            var budgets = manifests.OfKind("PodDisruptionBudget").Where(b => b.At("spec", "selector").Selects(workload.PodLabels())).ToList();
            if (budgets.Count != 1)
            {
                yield return $"{workload.Title()} has {budgets.Count} disruption budgets instead of one.";
                continue;
            }

            var least = Replicas.Least(manifests, workload);
            var away = budgets[0].Number("spec", "maxUnavailable") ?? least - budgets[0].Number("spec", "minAvailable");
            if (away is null or < 1)
            {
                yield return $"{budgets[0].Title()} never lets a pod go: a node could not be drained.";
            }
            else if (least > 1 && away >= least)
            {
                yield return $"{budgets[0].Title()} lets all {least} pods go at once.";
            }
        }
    }
}
