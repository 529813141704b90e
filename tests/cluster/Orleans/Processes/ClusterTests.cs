using Eudiplo.Cluster.Tests.Faults.Load;
using Eudiplo.Cluster.Tests.Orleans.Hosting;
using Xunit.Abstractions;

namespace Eudiplo.Cluster.Tests.Orleans.Processes;

/// <summary>What the tests of a cluster of processes have in common.</summary>
[Collection(ClusterCollection.Name)]
public abstract class ClusterTests(SiloCluster cluster, ITestOutputHelper output) : IDisposable
{
    private protected const int Wallets = 12;

    /// <summary>A session's id opens calls, so no line of any process has one, whatever went wrong.</summary>
    private protected void AssertNoSessionIsNamed(FaultLoad load)
    {
        string[] ids = [.. load.Recorder.Answers.Select(a => a.Session.Id).Distinct().SelectMany(id => new[] { $"{id:N}", $"{id:D}" })];
        foreach (var process in cluster.Processes)
        {
            var lines = process.Output.Split('\n');
            Assert.DoesNotContain(lines, line => ids.Any(id => line.Contains(id, StringComparison.OrdinalIgnoreCase)));
        }
    }

    /// <summary>Lets the load end, and holds all that it was told against what is stored.</summary>
    private protected async Task FinishAsync(FaultLoad load)
    {
        output.WriteLine($"{load.Recorder.Answers.Count} answers, {load.BrokenConnections} requests without one, {load.Unavailable} times 503.");
        await load.FinishAsync();
        AssertNoSessionIsNamed(load);
    }

    // What the processes wrote, for the reader of a failure.
    public void Dispose()
    {
        foreach (var process in cluster.Processes)
        {
            output.WriteLine($"--- {process.Url}\n{string.Join('\n', process.Output.Split('\n').Where(l => !l.Contains("fail: Orleans.Grain", StringComparison.Ordinal)).TakeLast(40))}");
        }

        GC.SuppressFinalize(this);
    }
}
