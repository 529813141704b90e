using Eudiplo.Grains.Abstractions;

namespace Eudiplo.Cluster.Tests.Faults.Checking;

/// <summary>A rule that was broken.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Session">By which session.</param>
/// <param name="What">How.</param>
internal sealed record Violation(Rule Rule, GrainKey Session, string What);
