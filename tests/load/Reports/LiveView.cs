using Eudiplo.Load.Commands;
using Eudiplo.Load.Measurements;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eudiplo.Load.Reports;

/// <summary>What the user sees during a run: one picture that changes every second, or a line per second in a file.</summary>
/// <param name="options">What the command line asked for.</param>
/// <param name="console">Where to.</param>
public sealed class LiveView(LoadOptions options, IAnsiConsole console)
{
    /// <summary>Shows pictures while <paramref name="work"/> runs.</summary>
    public async Task RunAsync(Func<Action<IRenderable>, Task> work)
    {
        var mode = options.Rate is { } rate ? $"open loop, {rate:0.##} flows/s" : "closed loop";
        console.MarkupLineInterpolated(
            $"[bold]{options.Flow.Name}[/] on {string.Join(", ", options.Urls)}: {options.Wallets} wallets, {options.Tenants.Count} tenants, {mode}");
        if (console.Profile.Capabilities.Interactive)
        {
            await console.Live(new Text("")).StartAsync(context => work(picture =>
            {
                context.UpdateTarget(picture);
                context.Refresh();
            }));
        }
        else
        {
            await work(console.Write);
        }
    }

    /// <summary>The picture before measuring.</summary>
    public IRenderable WarmingUp(int secondsLeft) =>
        console.Profile.Capabilities.Interactive ? new Markup($"[grey]warming up, {secondsLeft} s left[/]") : new Text("");

    /// <summary>The picture while measuring.</summary>
    public IRenderable Running(Sample sample, RunMeasurements measurements, int waiting)
    {
        var errors = measurements.FailedFlowCount;
        var line = FormattableString.Invariant(
            $"{sample.At,4:0} s  {sample.Flows,8:0} flows/s  {sample.Requests,8:0} requests/s  p50 {sample.P50:0.00} ms  p99 {sample.P99:0.00} ms  failed {errors}  processors: tool {sample.ClientCores:0.00}{Server(sample)}, machine {sample.MachineCores:0.00}{(waiting > 0 ? $"  waiting {waiting}" : "")}");
        if (!console.Profile.Capabilities.Interactive)
        {
            return new Text(line + "\n");
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "now", "so far");
        var all = measurements.Flows.Snapshot();
        table.AddRow("flows/s", $"[bold]{sample.Flows:0}[/]", $"{measurements.FlowCount / sample.At:0}");
        table.AddRow("requests/s", $"{sample.Requests:0}", $"{measurements.Requests.Snapshot().Count / sample.At:0}");
        table.AddRow("flow p50 / p90 / p99 ms", $"{sample.P50:0.00} / {sample.P90:0.00} / {sample.P99:0.00}", Percentiles(all));
        table.AddRow("failed flows", $"{sample.Failed:0}/s", errors == 0 ? "0" : $"[red]{errors}[/]");
        table.AddRow("processors", $"tool {sample.ClientCores:0.00}{Server(sample)}", $"machine {sample.MachineCores:0.00} of {Environment.ProcessorCount}");
        table.AddRow("time", $"{sample.At:0} s", $"of {options.Duration.TotalSeconds:0} s{(waiting > 0 ? $", [yellow]{waiting} flows wait[/]" : "")}");
        return table;
    }

    private static string Percentiles(LatencySnapshot all) =>
        $"{all.Percentile(50).TotalMilliseconds:0.00} / {all.Percentile(90).TotalMilliseconds:0.00} / {all.Percentile(99).TotalMilliseconds:0.00}";

    private static string Server(Sample sample) => sample.ServerCores is { } cores ? FormattableString.Invariant($", server {cores:0.00}") : "";
}
