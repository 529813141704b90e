using Eudiplo.Cluster.Tests.Hosting;

namespace Eudiplo.Cluster.Tests.Processes;

/// <summary>Three gateways with the local runtime: no activation outlives its call.</summary>
[Collection(FleetCollection.Name)]
public sealed class LocalRaceTests(GatewayFleet fleet) : RaceTests(fleet);
