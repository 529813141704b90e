using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Eudiplo.Silo.Hosting;

/// <summary>
/// Ends the process when it has been stopping for longer than it may. The host's limit asks what is being stopped to hurry, and not all of it
/// listens: a silo that cannot sign off, because Redis is away, tries for minutes. Every rule of the product holds when a process is killed, so
/// ending it costs nothing that waiting would save.
/// </summary>
public static partial class StopLimit
{
    /// <summary>The time for those that listen to the host's limit to finish.</summary>
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(5);

    /// <summary>Watches a process from the moment that it is asked to stop. For whole processes only: it ends the process, not the host.</summary>
    /// <param name="app">The host of the process.</param>
    /// <returns>The same host.</returns>
    public static T Watch<T>(T app)
        where T : IHost
    {
        var limit = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout + Spare;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StopLimit).FullName!);
        app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
        {
            // A thread of its own, that the process does not wait for: whatever keeps the stop from going on cannot keep it from ending.
            var watch = new Thread(() =>
            {
                using var never = new ManualResetEventSlim();
                never.Wait(limit);
                Ended(logger, limit);
                Environment.Exit(1);
            })
            { IsBackground = true, Name = "eudiplo.stop-limit" };
            watch.Start();
        });
        return app;
    }

    [LoggerMessage(1501, LogLevel.Critical, "The process has been stopping for {Limit} and is ended. What it did not finish is done elsewhere.")]
    private static partial void Ended(ILogger logger, TimeSpan limit);
}
