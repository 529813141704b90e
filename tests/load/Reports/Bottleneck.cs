namespace Eudiplo.Load.Reports;

/// <summary>What limited a run: whether its figures are the server's, or the tool's own.</summary>
/// <param name="IsTool">Whether the tool held the server back or spoilt the latencies.</param>
/// <param name="Findings">Sentences for people, the weightiest first.</param>
public sealed record Bottleneck(bool IsTool, IReadOnlyList<string> Findings)
{
    /// <summary>What an answer of 429 means.</summary>
    public const string RateLimited =
        "The server refused requests with 429: a limit of it was reached, not its speed. All wallets come from one address and are one client: raise "
        + "Eudiplo:RateLimits (PerAddress, PerClient) and, for open sessions, Eudiplo:Sessions:OpenPerClient on the server for the time, or name more --tenants.";

    private const double Full = 0.95;
    private const double HeavyShare = 0.25;
    private const double BusyOthers = 0.15;
    private const double LongLagMilliseconds = 5;

    /// <summary>What it means that requests were answered with 429; null when none was.</summary>
    /// <param name="errors">The errors of a run, as they are counted.</param>
    public static string? RefusedByRate(IEnumerable<string> errors) =>
        errors.Any(error => error.Contains(": 429", StringComparison.Ordinal)) ? RateLimited : null;

    /// <summary>Judges a result.</summary>
    public static Bottleneck Of(LoadReport report)
    {
        var tool = false;
        var findings = new List<string>();
        var machineFull = report.MachineCores >= Full * report.Processors;
        if (report.ClientCores >= Full * report.Processors)
        {
            tool = true;
            findings.Add("The tool used every processor that it could get: run it on another machine or with fewer wallets.");
        }
        else if (machineFull && report.ClientShare >= HeavyShare)
        {
            tool = true;
            findings.Add($"The machine was full, and the tool took {report.ClientShare:P0} of it: the server alone would do more.");
        }
        else if (machineFull)
        {
            findings.Add($"The machine was full; the tool took {report.ClientShare:P0} of what was used.");
        }

        if (RefusedByRate(report.Errors.Keys) is { } limited)
        {
            findings.Add(limited);
        }

        var others = report.MachineCores - report.ClientCores - (report.DatabaseCores ?? 0) - (report.ServerCores ?? double.PositiveInfinity);
        if (others > BusyOthers * report.Processors)
        {
            findings.Add($"Other processes used {others:0.0} of {report.Processors} processors: quiet runs may give more.");
        }

        if (report.SchedulingLag > LongLagMilliseconds)
        {
            tool |= !machineFull || report.ClientShare >= HeavyShare;
            findings.Add(
                $"Ready tasks of the tool waited for a processor, {report.SchedulingLag:0.0} ms at the 99th percentile: "
                + "the latencies include that.");
        }

        if (report.IntendedRate is { } rate)
        {
            var reached = report.FlowsPerSecond + (report.FailedFlows / Math.Max(report.Seconds, 1));
            if (reached < 0.99 * rate || report.WaitingFlows > report.Wallets)
            {
                findings.Add(
                    $"The intended {rate:0.##} flows/s were not kept up: {report.WaitingFlows} flows waited at the end for one of the "
                    + $"{report.Wallets} wallets. Either the server is at its limit or --wallets is too small.");
            }
        }
        else if (!machineFull && report.MachineCores < 0.8 * report.Processors)
        {
            findings.Add("The machine was not full: more --wallets, or a server that waits less, may give more flows per second.");
        }

        if (!tool)
        {
            findings.Insert(0, "The tool was not the bottleneck.");
        }

        return new Bottleneck(tool, findings);
    }
}
