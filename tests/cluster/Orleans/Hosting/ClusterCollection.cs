namespace Eudiplo.Cluster.Tests.Orleans.Hosting;

/// <summary>The tests that share one cluster of processes, one after the other. Each makes it whole for itself.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<SiloCluster>
{
    public const string Name = "Cluster";
}
