using System.Diagnostics.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Silo.Telemetry;

/// <summary>
/// Tells the log that the collector does not take what it is sent. The exporters themselves tell only an event source, so an operator would
/// see no more than a dashboard that stands still.
/// </summary>
internal sealed partial class ExportFailures(TimeProvider clock, ILogger<ExportFailures> log) : IHostedService, IDisposable
{
    private const string SourceOfExporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Listener? _listener;
    private DateTimeOffset? _told;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new Listener(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _listener?.Dispose();

    private void Failed(string? name)
    {
        lock (_lock)
        {
            // One line a minute: a collector that is away fails every batch, and this line is exported too.
            var now = clock.GetUtcNow();
            if (_told is { } told && now - told < Pause)
            {
                return;
            }

            _told = now;
        }

        NotExported(log, name ?? "unknown");
    }

    [LoggerMessage(
        1401,
        LogLevel.Warning,
        "The collector does not take metrics, traces or logs ({Event}). Check Eudiplo:Telemetry:OtlpEndpoint and the collector; what is not taken is lost.")]
    private static partial void NotExported(ILogger logger, string @event);

    private sealed class Listener(ExportFailures failures) : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == SourceOfExporter)
            {
                EnableEvents(eventSource, EventLevel.Warning);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) => failures.Failed(eventData.EventName);
    }
}
