using Eudiplo.Grains.Abstractions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Eudiplo.Silo.Telemetry;

/// <summary>Exports metrics and traces from before anything else of the host starts until everything else has stopped.</summary>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options, OtlpTarget target, IConfiguration configuration)
    : IHostedLifecycleService, IDisposable
{
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _metrics = options.Value.Metrics ? BuildMetrics() : null;
        _traces = options.Value.Traces ? BuildTraces() : null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        // What is left is sent, within the time of one export each. The calls block, so they do it elsewhere.
        var limit = (int)options.Value.ExportTimeout.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => _traces?.Shutdown(limit), CancellationToken.None),
            Task.Run(() => _metrics?.Shutdown(limit), CancellationToken.None));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private MeterProvider BuildMetrics() => Sdk.CreateMeterProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(configuration))
        .ConfigureResource(target.Describe)
        .AddMeter([.. ExportedMetrics.Meters])
        .AddView(instrument => ExportedMetrics.Include(instrument)
            ? new MetricStreamConfiguration { CardinalityLimit = options.Value.MaxSeriesPerMetric }
            : MetricStreamConfiguration.Drop)
        .AddOtlpExporter((exporter, reader) =>
        {
            target.Apply(exporter, "v1/metrics");
            if (string.IsNullOrEmpty(configuration["OTEL_METRIC_EXPORT_INTERVAL"]))
            {
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Value.MetricInterval.TotalMilliseconds;
            }
        })
        .Build();

    private TracerProvider BuildTraces()
    {
        var builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .ConfigureResource(target.Describe)
            .AddSource(Tracing.SourceName)
            .AddOtlpExporter(exporter => target.Apply(exporter, "v1/traces"));
        if (string.IsNullOrEmpty(configuration["OTEL_TRACES_SAMPLER"]))
        {
            builder.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Value.TraceRatio)));
        }

        return builder.Build();
    }
}
