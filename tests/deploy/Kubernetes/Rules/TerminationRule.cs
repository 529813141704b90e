namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>
/// A pod of Eudiplo waits until no more requests come, then has its whole time to drain: the grace period holds the pause of
/// <c>preStop</c>, the host's own shutdown timeout and five seconds to spare. The image has no shell that could sleep.
/// </summary>
public sealed class TerminationRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads)
        {
            foreach (var container in workload.Items("spec", "template", "spec", "containers").Where(IsEudiplo))
            {
                var pause = container.Number("lifecycle", "preStop", "sleep", "seconds");
                var drain = Environments.Of(manifests, container).GetValueOrDefault("DOTNET_SHUTDOWNTIMEOUTSECONDS");
                var grace = workload.Number("spec", "template", "spec", "terminationGracePeriodSeconds");
                if (pause is not >= 5)
                {
                    yield return $"{workload.Title()} does not wait before it drains.";
                }
                else if (!int.TryParse(drain, out var seconds) || seconds < 30)
                {
                    yield return $"{workload.Title()} is not given 30 s or more to drain.";
                }
                else if (grace is null || grace < pause + seconds + 5)
                {
                    yield return $"{workload.Title()} is killed after {grace} s, but waits {pause} s and drains for {seconds} s.";
                }
            }
        }
    }

    private static bool IsEudiplo(System.Text.Json.Nodes.JsonNode container) => container.Text("name") is "gateway" or "silo";
}
