using System.Diagnostics;
using Eudiplo.Load.Measurements;

namespace Eudiplo.Load.Runs;

/// <summary>
/// Measures how long a task of this process that could run has to wait until it does. When that is long, so is every latency that
/// the tool reports, and the fault is not the server's.
/// </summary>
internal static class SchedulingProbe
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(RunMeasurements measurements, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period);
        var last = Stopwatch.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var now = Stopwatch.GetTimestamp();
                measurements.TimerFired(Stopwatch.GetElapsedTime(last, now) - Period);
                last = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
    }
}
