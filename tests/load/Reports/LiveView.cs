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
        var place = string.Join(", ", options.Urls);
        console.MarkupLineInterpolated(
            $"[bold]{options.Flow.Name}[/] on {place}: {options.Wallets} wallets, {options.Tenants.Count} tenants, {mode}");
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
        var failed = measurements.FailedFlowCount;
        if (!console.Profile.Capabilities.Interactive)
        {
            var line = FormattableString.Invariant($"{sample.At,4:0} s {sample.Flows,8:0} flows/s {sample.Requests,8:0} requests/s")
                + FormattableString.Invariant($"  p50 {sample.P50:0.00} ms  p99 {sample.P99:0.00} ms  failed {failed}  processors: ")
                + FormattableString.Invariant($"tool {sample.ClientCores:0.00}{Server(sample)}, machine {sample.MachineCores:0.00}");
            return new Text(line + (waiting > 0 ? $"  waiting {waiting}\n" : "\n"));
        }

        var all = measurements.Flows.Snapshot();
        var now = Percentiles(sample.P50, sample.P90, sample.P99);
        var machine = FormattableString.Invariant($"machine {sample.MachineCores:0.00} of {Environment.ProcessorCount}");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "now", "so far");
        table.AddRow("flows/s", $"[bold]{sample.Flows:0}[/]", $"{measurements.FlowCount / sample.At:0}");
        table.AddRow("requests/s", $"{sample.Requests:0}", $"{measurements.Requests.Snapshot().Count / sample.At:0}");
        table.AddRow("flow p50 / p90 / p99 ms", now, Percentiles(Milliseconds(50), Milliseconds(90), Milliseconds(99)));
        table.AddRow("failed flows", $"{sample.Failed:0}/s", failed == 0 ? "0" : $"[red]{failed}[/]");
        table.AddRow("processors", FormattableString.Invariant($"tool {sample.ClientCores:0.00}{Server(sample)}"), machine);
        table.AddRow("time", $"{sample.At:0} s", $"of {options.Duration.TotalSeconds:0} s");
        if (waiting > 0)
        {
            table.AddRow("waiting flows", $"[yellow]{waiting}[/]", "");
        }

        return table;

        double Milliseconds(double percent) => all.Percentile(percent).TotalMilliseconds;
    }

    private static string Percentiles(double p50, double p90, double p99) =>
        FormattableString.Invariant($"{p50:0.00} / {p90:0.00} / {p99:0.00}");

    private static string Server(Sample sample) =>
        (sample.ServerCores is { } server ? FormattableString.Invariant($", server {server:0.00}") : "")
        + (sample.DatabaseCores is { } database ? FormattableString.Invariant($", database {database:0.00}") : "");
}
