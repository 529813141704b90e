namespace Eudiplo.Storage.Tests.Running;

/// <summary>As <see cref="PostgreSqlFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    public PostgreSqlTheoryAttribute() => Skip = PostgreSqlServer.Missing;
}
