namespace Eudiplo.Cluster.Tests.Hosting;

/// <summary>The tests that share one fleet, one after the other. Each leaves it whole.</summary>
[CollectionDefinition(Name)]
public sealed class FleetCollection : ICollectionFixture<GatewayFleet>
{
    public const string Name = "Fleet";
}
