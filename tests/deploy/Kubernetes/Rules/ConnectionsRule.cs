namespace Eudiplo.Deploy.Tests.Kubernetes.Rules;

/// <summary>All processes at their most, a rollout included, stay within the connections that PostgreSQL gives by default: 100, less 3 reserved.</summary>
public sealed class ConnectionsRule : IManifestRule
{
    private const int Connections = 97;

    /// <inheritdoc/>
    public IEnumerable<string> Violations(Manifests manifests)
    {
        long most = 0;
        foreach (var workload in manifests.Workloads)
        {
            foreach (var container in workload.Containers().Where(c => Environments.SecretOf(c, "Eudiplo__Storage__ConnectionString") is not null))
            {
                var pool = Environments.Of(manifests, container).GetValueOrDefault("Eudiplo__Storage__PostgreSql__MaxConnections");
                if (!int.TryParse(pool, out var size))
                {
                    yield return $"{workload.Title()} does not say how many connections it may hold.";
                    continue;
                }

                most += Replicas.Most(manifests, workload) * size;
            }
        }

        if (most > Connections)
        {
            yield return $"Together the processes may hold {most} connections, more than {Connections}.";
        }
    }
}
