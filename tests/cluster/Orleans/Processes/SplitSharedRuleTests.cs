using Eudiplo.Cluster.Tests.Orleans.Hosting;
using Eudiplo.Cluster.Tests.Processes;

namespace Eudiplo.Cluster.Tests.Orleans.Processes;

/// <summary>Two activations of each grain, which keep what they know between calls.</summary>
public sealed class SplitSharedRuleTests(SplitCluster cluster) : SharedRuleTests(cluster), IClassFixture<SplitCluster>;
