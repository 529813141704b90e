using Eudiplo.Cluster.Tests.Orleans.Hosting;
using Eudiplo.Cluster.Tests.Processes;

namespace Eudiplo.Cluster.Tests.Orleans.Processes;

/// <summary>Two activations of each grain: compare-and-swap decides between them, and the one that is behind notices before it refuses.</summary>
public sealed class SplitRaceTests(SplitCluster cluster) : RaceTests(cluster), IClassFixture<SplitCluster>;
