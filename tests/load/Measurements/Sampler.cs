using System.Diagnostics;

namespace Eudiplo.Load.Measurements;

/// <summary>Turns running counts into one <see cref="Sample"/> per call, and sums up processor time over the whole run.</summary>
/// <param name="measurements">What is counted.</param>
/// <param name="server">The server's processes.</param>
/// <param name="database">The database's processes.</param>
public sealed class Sampler(RunMeasurements measurements, ProcessTree server, ProcessTree database)
{
    private readonly List<Sample> _samples = [];
    private Reading _first = null!;
    private Reading _last = null!;

    /// <summary>The samples so far.</summary>
    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Measured time so far.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_first.Time, _last.Time);

    /// <summary>Processors that the tool used on average.</summary>
    public double ClientCores => (_last.Client - _first.Client) / Elapsed;

    /// <summary>Processors that the server's processes used on average; null when none were named.</summary>
    public double? ServerCores => server.IsEmpty ? null : (_last.Server - _first.Server) / Elapsed;

    /// <summary>Processors that the database's processes used on average; null when none were named.</summary>
    public double? DatabaseCores => database.IsEmpty ? null : (_last.Database - _first.Database) / Elapsed;

    /// <summary>Processors of the machine that were busy on average.</summary>
    public double MachineCores => Busy((_last.Machine - _first.Machine) / Elapsed, ClientCores, ServerCores, DatabaseCores);

    /// <summary>Begins.</summary>
    public void Begin()
    {
        server.Discover();
        database.Discover();
        _first = _last = Read();
    }

    /// <summary>Takes a sample of what happened since the last one.</summary>
    public Sample Take()
    {
        if (_samples.Count % 5 == 4)
        {
            server.Discover();
            database.Discover();
        }

        var before = _last;
        _last = Read();
        var elapsed = Stopwatch.GetElapsedTime(before.Time, _last.Time);
        var flows = _last.Flows.Since(before.Flows);
        var client = (_last.Client - before.Client) / elapsed;
        double? serverCores = server.IsEmpty ? null : (_last.Server - before.Server) / elapsed;
        double? databaseCores = database.IsEmpty ? null : (_last.Database - before.Database) / elapsed;
        var sample = new Sample(
            Stopwatch.GetElapsedTime(_first.Time, _last.Time).TotalSeconds,
            flows.Count / elapsed.TotalSeconds,
            (_last.Failed - before.Failed) / elapsed.TotalSeconds,
            (_last.Requests - before.Requests) / elapsed.TotalSeconds,
            flows.Percentile(50).TotalMilliseconds,
            flows.Percentile(90).TotalMilliseconds,
            flows.Percentile(99).TotalMilliseconds,
            client,
            serverCores,
            databaseCores,
            Busy((_last.Machine - before.Machine) / elapsed, client, serverCores, databaseCores));
        _samples.Add(sample);
        return sample;
    }

    /// <summary>
    /// Some virtual machines count only what a timer tick catches, and then less than their processes report for themselves.
    /// </summary>
    private static double Busy(double machine, double client, double? server, double? database) =>
        Math.Max(machine, client + (server ?? 0) + (database ?? 0));

    private Reading Read() => new(
        Stopwatch.GetTimestamp(),
        measurements.Flows.Snapshot(),
        measurements.FailedFlowCount,
        measurements.Requests.Snapshot().Count,
        Environment.CpuUsage.TotalTime,
        server.ProcessorTime(),
        database.ProcessorTime(),
        ProcessTree.MachineBusy());

    private sealed record Reading(
        long Time,
        LatencySnapshot Flows,
        long Failed,
        long Requests,
        TimeSpan Client,
        TimeSpan Server,
        TimeSpan Database,
        TimeSpan Machine);
}
