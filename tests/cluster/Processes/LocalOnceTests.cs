using Eudiplo.Cluster.Tests.Hosting;

namespace Eudiplo.Cluster.Tests.Processes;

/// <summary>Three gateways with the local runtime.</summary>
[Collection(FleetCollection.Name)]
public sealed class LocalOnceTests(GatewayFleet fleet) : OnceTests(fleet);
