using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Cluster.Tests.Orleans.Hosting;

/// <summary>A test that needs PostgreSQL and Redis; where the machine has no binaries of them, the summary of the run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = PostgreSqlServer.Missing ?? RedisServer.Missing;
}
