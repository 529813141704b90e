namespace Eudiplo.Storage.Tests.Running;

public enum Provider
{
    Sqlite,
    PostgreSql,
}
