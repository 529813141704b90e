using System.Reflection;
using Xunit.Sdk;

namespace Eudiplo.Storage.Tests.Running;

/// <summary>Runs a test over each database that this machine has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryProviderAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        yield return [Provider.Sqlite];
        if (PostgreSqlServer.Binaries is not null)
        {
            yield return [Provider.PostgreSql];
        }
    }
}
