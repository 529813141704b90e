using Eudiplo.Storage.Tests.Running;

namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>A test that needs a PostgreSQL server; where the machine has no binaries of one, the summary of the run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute() => Skip = PostgreSqlServer.Missing;
}
