using System.Runtime.InteropServices;
using Eudiplo.Load.Commands;
using Eudiplo.Load.Measurements;

namespace Eudiplo.Load.Reports;

/// <summary>The result of a run.</summary>
public sealed record LoadReport
{
    /// <summary>The flow's name.</summary>
    public required string Flow { get; init; }

    /// <summary>What the flow does.</summary>
    public required string Description { get; init; }

    /// <summary>The servers.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>How many wallets.</summary>
    public required int Wallets { get; init; }

    /// <summary>How many tenants.</summary>
    public required int Tenants { get; init; }

    /// <summary>The form of the interactive authorization that wallets spoke.</summary>
    public string Dialect { get; init; } = "bare";

    /// <summary>Whether wallets sent DPoP proofs.</summary>
    public bool Dpop { get; init; }

    /// <summary>How wallets authenticated as clients.</summary>
    public string ClientAuthentication { get; init; } = "none";

    /// <summary>Seconds that ran before measuring; they are in no figure.</summary>
    public double WarmUpSeconds { get; init; }

    /// <summary>Flows per second that were intended, in the open loop.</summary>
    public double? IntendedRate { get; init; }

    /// <summary>When measuring began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Measured time in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Flows that succeeded.</summary>
    public required long Flows { get; init; }

    /// <summary>Flows that failed.</summary>
    public required long FailedFlows { get; init; }

    /// <summary>Flows per second.</summary>
    public required double FlowsPerSecond { get; init; }

    /// <summary>Requests per second.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>The share of flows that failed.</summary>
    public double FailedShare => Flows + FailedFlows == 0 ? 0 : (double)FailedFlows / (Flows + FailedFlows);

    /// <summary>The share of failed flows that was allowed.</summary>
    public required double ErrorBudget { get; init; }

    /// <summary>Whole flows first, then each kind of request.</summary>
    public required IReadOnlyList<RequestRow> Rows { get; init; }

    /// <summary>Flow latency in milliseconds at percentiles, for the curve of the report.</summary>
    public required IReadOnlyList<double[]> Distribution { get; init; }

    /// <summary>Errors by request kind and reason.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Processors of the machine.</summary>
    public required int Processors { get; init; }

    /// <summary>Processors that the tool used on average.</summary>
    public required double ClientCores { get; init; }

    /// <summary>Processors that the server's processes used on average; null when none were named.</summary>
    public double? ServerCores { get; init; }

    /// <summary>Processors that the database's processes used on average; null when none were named.</summary>
    public double? DatabaseCores { get; init; }

    /// <summary>Processors of the machine that were busy on average.</summary>
    public required double MachineCores { get; init; }

    /// <summary>The tool's share of what was busy, 0 to 1.</summary>
    public double ClientShare => MachineCores > 0 ? Math.Min(1, ClientCores / MachineCores) : 0;

    /// <summary>The server's share of what was busy, 0 to 1; null when its processes are not known.</summary>
    public double? ServerShare => Share(ServerCores);

    /// <summary>The database's share of what was busy, 0 to 1; null when its processes are not known.</summary>
    public double? DatabaseShare => Share(DatabaseCores);

    /// <summary>Processor time that the tool spent per request, in microseconds.</summary>
    public double ClientMicrosecondsPerRequest => RequestsPerSecond > 0 ? ClientCores / RequestsPerSecond * 1e6 : 0;

    /// <summary>99th percentile of how long a ready task of the tool waited for a processor, in milliseconds.</summary>
    public required double SchedulingLag { get; init; }

    /// <summary>99th percentile of how late flows started, in milliseconds; open loop only.</summary>
    public double? StartLag { get; init; }

    /// <summary>Flows that were due and waited for a wallet at the end; open loop only.</summary>
    public int WaitingFlows { get; init; }

    /// <summary>What limited the result.</summary>
    public Bottleneck Bottleneck => Bottleneck.Of(this);

    /// <summary>The system, for the record.</summary>
    public string System { get; init; } = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>One entry per second.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>Puts the result together.</summary>
    public static LoadReport Create(
        LoadOptions options, RunMeasurements measurements, Sampler sampler, DateTimeOffset started, int waiting)
    {
        var elapsed = sampler.Elapsed;
        var flows = measurements.Flows.Snapshot();
        var requests = measurements.Requests.Snapshot();
        return new LoadReport
        {
            Flow = options.Flow.Name,
            Description = options.Flow.Description,
            Urls = [.. options.Urls.Select(url => url.ToString())],
            Wallets = options.Wallets,
            Tenants = options.Tenants.Count,
            Dialect = options.Dialect.Name,
            Dpop = options.Wallet.Dpop,
            ClientAuthentication = options.Wallet.ClientKey is null ? "none" : "private_key_jwt",
            WarmUpSeconds = options.WarmUp.TotalSeconds,
            IntendedRate = options.Rate,
            Started = started + options.WarmUp,
            Seconds = elapsed.TotalSeconds,
            Flows = measurements.FlowCount,
            FailedFlows = measurements.FailedFlowCount,
            FlowsPerSecond = measurements.FlowCount / elapsed.TotalSeconds,
            RequestsPerSecond = requests.Count / elapsed.TotalSeconds,
            ErrorBudget = options.ErrorBudget,
            Rows =
            [
                RequestRow.Of("whole flow", flows, elapsed),
                .. measurements.RequestKinds.Where(kind => kind.Value.Snapshot().Count > 0).Select(kind => RequestRow.Of(kind.Key, kind.Value.Snapshot(), elapsed)),
            ],
            Distribution =
            [
                .. new[] { 0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 100 }
                    .Select(percent => new[] { percent, flows.Percentile(percent).TotalMilliseconds }),
            ],
            Errors = measurements.Errors.OrderByDescending(error => error.Value).ToDictionary(),
            Processors = Environment.ProcessorCount,
            ClientCores = sampler.ClientCores,
            ServerCores = sampler.ServerCores,
            DatabaseCores = sampler.DatabaseCores,
            MachineCores = sampler.MachineCores,
            SchedulingLag = measurements.SchedulingLag.Snapshot().Percentile(99).TotalMilliseconds,
            StartLag = options.Rate is null ? null : measurements.StartLag.Snapshot().Percentile(99).TotalMilliseconds,
            WaitingFlows = waiting,
            Samples = sampler.Samples,
        };
    }

    private double? Share(double? cores) => MachineCores > 0 && cores is { } used ? Math.Min(1, used / MachineCores) : null;
}
