using System.Globalization;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>Every container says how much CPU and memory it needs, and the most memory that it may take.</summary>
public sealed class ResourcesRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads)
        {
            foreach (var container in workload.Containers())
            {
                var title = $"{workload.Title()}/{container.Text("name")}";
                var cpu = container.Text("resources", "requests", "cpu");
                var memory = Quantity(container.Text("resources", "requests", "memory"));
                var limit = Quantity(container.Text("resources", "limits", "memory"));
                if (Quantity(cpu) is not > 0 || memory is not > 0)
                {
                    yield return $"{title} does not request CPU and memory.";
                }

                if (limit is null || limit < memory)
                {
                    yield return $"{title} has no limit of memory above what it requests.";
                }
            }
        }
    }

    private static double? Quantity(string? text)
    {
        (string Suffix, double Factor)[] units = [("Ki", 1024), ("Mi", 1024 * 1024), ("Gi", 1024d * 1024 * 1024), ("m", 0.001), ("", 1)];
        foreach (var (suffix, factor) in units)
        {
            if (text is not null && text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text[..^suffix.Length], CultureInfo.InvariantCulture, out var number))
            {
                return number * factor;
            }
        }

        return null;
    }
}
