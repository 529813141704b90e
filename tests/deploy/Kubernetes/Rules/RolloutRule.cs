namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>
/// A new version comes up before an old pod goes; with SQLite the old pod goes first, since two processes must not have one file.
/// </summary>
public sealed class RolloutRule : IManifestRule
{
    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        foreach (var workload in manifests.OfKind("Deployment"))
        {
            var isSqlite = workload.Containers().Any(c => Environments.Of(manifests, c).GetValueOrDefault("Eudiplo__Storage__Provider") == "Sqlite");
            var (type, strategy) = (workload.Text("spec", "strategy", "type"), workload.At("spec", "strategy", "rollingUpdate"));
            if (isSqlite && type != "Recreate")
            {
                yield return $"{workload.Title()} has SQLite, but is not recreated.";
            }

            if (!isSqlite && (type != "RollingUpdate" || strategy.Number("maxUnavailable") != 0 || strategy.Number("maxSurge") is not >= 1))
            {
                yield return $"{workload.Title()} takes pods away before others are ready.";
            }
        }
    }
}
