using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>A pod with grains has a place for their state that outlives it; a pod without has no way to that place.</summary>
public sealed class StorageRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads)
        {
            foreach (var container in workload.Containers())
            {
                var environment = Environments.Of(manifests, container);
                if (Environments.RoleOf(manifests, container) is not { } role)
                {
                    continue;
                }

                var isKept = environment.GetValueOrDefault("Eudiplo__Storage__Provider") == "Sqlite"
                    ? HasFileOnVolume(manifests, workload, container, environment)
                    : Environments.SecretOf(container, "Eudiplo__Storage__ConnectionString") is not null;
                if (role != "gateway" && !isKept)
                {
                    yield return $"{workload.Title()} has grains, but no storage that outlives it.";
                }

                if (role == "gateway" && Environments.SecretOf(container, "Eudiplo__Storage__ConnectionString") is not null)
                {
                    yield return $"{workload.Title()} has no grains, and yet the credentials of their storage.";
                }

                if (role != "all" && Environments.SecretOf(container, "Eudiplo__Cluster__Redis") is null)
                {
                    yield return $"{workload.Title()} is part of a cluster, but does not know where its members meet.";
                }
            }
        }
    }

    private static bool HasFileOnVolume(
        Manifests manifests, JsonObject workload, JsonNode container, IReadOnlyDictionary<string, string?> environment)
    {
        var file = environment.GetValueOrDefault("Eudiplo__Storage__ConnectionString")?.Replace("Data Source=", "", StringComparison.Ordinal);
        var mount = container.Items("volumeMounts").FirstOrDefault(m => m.Text("mountPath") == Path.GetDirectoryName(file));
        var claim = workload.Items("spec", "template", "spec", "volumes")
            .FirstOrDefault(v => v.Text("name") == mount.Text("name"))
            .Text("persistentVolumeClaim", "claimName");
        return mount is not null && !mount.IsTrue("readOnly")
            && manifests.OfKind("PersistentVolumeClaim").Any(c => c.Name() == claim && c.Items("spec", "accessModes").Any());
    }
}
