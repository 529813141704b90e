using System.Text.Json.Nodes;

namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>
/// No secret is in a manifest: each is named. A pod with storage reads the master key from a file of a secret that only its user and group
/// can read; connection strings with passwords come from a secret.
/// </summary>
public sealed class SecretsRule : IManifestRule
{
    private const int ReadableByOthers = 0b111;

    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var secret in manifests.OfKind("Secret"))
        {
            yield return $"{secret.Title()} has its content in the manifests.";
        }

        foreach (var workload in manifests.Workloads)
        {
            foreach (var container in workload.Containers())
            {
                foreach (var violation in OfVariables(manifests, workload, container).Concat(OfMasterKey(manifests, workload, container)))
                {
                    yield return violation;
                }
            }

            foreach (var volume in workload.Items("spec", "template", "spec", "volumes").Where(v => v.At("secret") is not null))
            {
                // The default of Kubernetes is 0644.
                var mode = volume.Number("secret", "defaultMode") ?? 0x1A4;
                if ((mode & ReadableByOthers) != 0)
                {
                    yield return $"{workload.Title()}: others can read the files of the secret {volume.Text("secret", "secretName")}.";
                }
            }
        }
    }

    private static IEnumerable<string> OfVariables(Manifests manifests, JsonObject workload, JsonNode container)
    {
        foreach (var (name, value) in Environments.Of(manifests, container))
        {
            var isSqliteFile = value is not null && value.StartsWith("Data Source=/", StringComparison.Ordinal);
            var isSecret = (name.EndsWith("ConnectionString", StringComparison.Ordinal) && !isSqliteFile)
                || name.EndsWith("__Redis", StringComparison.Ordinal)
                || name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
                || name.Contains("SECRET", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("HEADERS", StringComparison.OrdinalIgnoreCase)
                || value?.Contains("password=", StringComparison.OrdinalIgnoreCase) == true;
            if (isSecret && Environments.SecretOf(container, name) is null)
            {
                yield return $"{workload.Title()}: {name} does not come from a secret.";
            }
        }
    }

    private static IEnumerable<string> OfMasterKey(Manifests manifests, JsonObject workload, JsonNode container)
    {
        var environment = Environments.Of(manifests, container);
        if (Environments.RoleOf(manifests, container) is null or "gateway")
        {
            yield break;
        }

        var file = environment.GetValueOrDefault("Eudiplo__Storage__MasterKeyFile");
        var mount = container.Items("volumeMounts").FirstOrDefault(m => Path.GetDirectoryName(file) == m.Text("mountPath"));
        var volume = workload.Items("spec", "template", "spec", "volumes").FirstOrDefault(v => v.Text("name") == mount.Text("name"));
        if (mount is null || !mount.IsTrue("readOnly") || volume.Text("secret", "secretName") is null || volume.IsTrue("secret", "optional"))
        {
            yield return $"{workload.Title()} has no master key: {file ?? "(no file)"} is not in a read-only mount of a required secret.";
        }
    }
}
