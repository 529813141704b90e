using Eudiplo.Load.Commands;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Reports;
using Eudiplo.Load.Wallets;
using Spectre.Console;

namespace Eudiplo.Load.Runs;

/// <summary>One run of the tool from the first request to the report.</summary>
public static class LoadRun
{
    /// <summary>Runs.</summary>
    /// <returns>0: within the error budget; 1: the load could not begin or did nothing; 2: the error budget was passed.</returns>
    public static async Task<int> ExecuteAsync(LoadOptions options, CancellationToken cancellation)
    {
        // With --json, standard output is for the result alone.
        var console = options.Json
            ? ConsoleFactory.Create(Console.Error, Console.IsErrorRedirected)
            : ConsoleFactory.Create(Console.Out, Console.IsOutputRedirected);
        try
        {
            var report = await MeasureAsync(options, console, cancellation);
            if (options.Json)
            {
                Console.Out.WriteLine(JsonReport.Write(report));
            }
            else
            {
                ConsoleReport.Write(report, console);
            }

            if (options.Report is not null)
            {
                await File.WriteAllTextAsync(options.Report, HtmlReport.Write(report), CancellationToken.None);
                console.MarkupLineInterpolated($"[grey]Report: {Path.GetFullPath(options.Report)}[/]");
            }

            return report.Flows == 0 ? 1 : report.FailedShare > options.ErrorBudget ? 2 : 0;
        }
        catch (LoadSetupException error)
        {
            console.MarkupLineInterpolated($"[red]{error.Message}[/]");
            return 1;
        }
    }

    /// <summary>Runs, and tells the result.</summary>
    /// <exception cref="LoadSetupException">The load cannot begin.</exception>
    public static async Task<LoadReport> MeasureAsync(LoadOptions options, IAnsiConsole console, CancellationToken cancellation)
    {
        var measurements = new RunMeasurements();
        var preflight = new Preflight(options);
        var wallets = await preflight.PrepareAsync(measurements, cancellation);
        try
        {
            await preflight.TryAsync(wallets, measurements);
            ILoop loop = options.Rate is { } rate
                ? new OpenLoop(options.Flow, measurements, rate)
                : new ClosedLoop(options.Flow, measurements);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var running = loop.RunAsync(wallets, stop.Token);
            var watching = Task.WhenAll(
                Watchdog.RunAsync(wallets, options.Timeout, stop.Token), SchedulingProbe.RunAsync(measurements, stop.Token));
            var sampler = new Sampler(measurements, new ProcessTree(options.ServerProcesses), new ProcessTree(options.DatabaseProcesses));
            var started = DateTimeOffset.Now;
            await ObserveAsync(options, measurements, sampler, loop, console, running, cancellation);
            var waiting = loop.Waiting;
            measurements.End();
            await stop.CancelAsync();
            await EndAsync(running, wallets, options.Timeout);
            await watching;
            return LoadReport.Create(options, measurements, sampler, started, waiting);
        }
        finally
        {
            foreach (var wallet in wallets)
            {
                wallet.Dispose();
            }
        }
    }

    private static async Task ObserveAsync(
        LoadOptions options,
        RunMeasurements measurements,
        Sampler sampler,
        ILoop loop,
        IAnsiConsole console,
        Task running,
        CancellationToken cancellation)
    {
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var view = new LiveView(options, console);
        await view.RunAsync(async show =>
        {
            for (var left = (int)options.WarmUp.TotalSeconds; left > 0 && !running.IsCompleted; left--)
            {
                show(view.WarmingUp(left));
                await NextAsync(second, cancellation);
            }

            measurements.Begin();
            sampler.Begin();
            for (var i = 0; i < (int)options.Duration.TotalSeconds && !running.IsCompleted && !cancellation.IsCancellationRequested; i++)
            {
                await NextAsync(second, cancellation);
                show(view.Running(sampler.Take(), measurements, loop.Waiting));
            }
        });
    }

    private static async Task NextAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C: what was measured so far is reported.
        }
    }

    private static async Task EndAsync(Task running, IReadOnlyList<VirtualWallet> wallets, TimeSpan patience)
    {
        try
        {
            await running.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            foreach (var wallet in wallets)
            {
                wallet.Dispose();
            }

            await running;
        }
    }
}
