using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>Every container has all three probes, on a port that it names; those of Eudiplo ask for liveness and readiness apart.</summary>
public sealed class ProbesRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests) =>
        from workload in manifests.Workloads
        from container in workload.Items("spec", "template", "spec", "containers")
        from violation in OfContainer($"{workload.Title()}/{container.Text("name")}", container)
        select violation;

    private static IEnumerable<string> OfContainer(string title, JsonNode container)
    {
        var ports = container.Items("ports").Select(p => p.Text("name")).ToHashSet();
        foreach (var (kind, path) in new[]
        {
            ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready"),
        })
        {
            var probe = container.At(kind);
            if (probe is null)
            {
                yield return $"{title} has no {kind}.";
                continue;
            }

            // What does not speak HTTP (Redis) is asked for a connection.
            var check = ports.Contains("http") ? probe.At("httpGet") : probe.At("tcpSocket");
            if (check is null || !ports.Contains(check.Text("port")))
            {
                yield return $"{title}: the {kind} does not ask a port that the container names.";
            }
            else if (ports.Contains("http") && check.Text("path") != path)
            {
                yield return $"{title}: the {kind} asks {check.Text("path")} instead of {path}.";
            }
        }

        // A slow start, with migrations, must not look like a hang.
        var patience = container.Number("startupProbe", "periodSeconds") * container.Number("startupProbe", "failureThreshold");
        if (patience is null or < 60)
        {
            yield return $"{title} is given {patience} s to start; 60 s is the least.";
        }
    }
}
