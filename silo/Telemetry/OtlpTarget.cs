using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;

namespace Eudiplo.Silo.Telemetry;

/// <summary>Where the signals of this process go, and what it is called there.</summary>
internal sealed class OtlpTarget(TelemetryOptions options, IConfiguration configuration)
{
    private static readonly string[] Variables =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Whether a collector is configured at all.</summary>
    public static bool IsConfigured(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.OtlpEndpoint)}"])
        || Variables.Any(name => !string.IsNullOrWhiteSpace(configuration[name]));

    /// <summary>Points an exporter to the collector.</summary>
    /// <param name="exporter">The exporter, as OpenTelemetry's own variables have set it up.</param>
    /// <param name="path">The path of the signal with HTTP, such as <c>v1/metrics</c>.</param>
    public void Apply(OtlpExporterOptions exporter, string path)
    {
        if (string.IsNullOrWhiteSpace(options.OtlpEndpoint))
        {
            return;
        }

        exporter.Protocol = options.Protocol == OtlpTransport.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = options.Protocol == OtlpTransport.Grpc
            ? new Uri(options.OtlpEndpoint)
            : new Uri(options.OtlpEndpoint.TrimEnd('/') + "/" + path);
        exporter.TimeoutMilliseconds = (int)options.ExportTimeout.TotalMilliseconds;
        if (!string.IsNullOrEmpty(options.OtlpHeaders))
        {
            exporter.Headers = options.OtlpHeaders;
        }
    }

    /// <summary>Says which process of which service this is. <c>OTEL_RESOURCE_ATTRIBUTES</c> can add to it.</summary>
    public void Describe(ResourceBuilder resource) => resource.AddService(
        configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : options.ServiceName,
        serviceVersion: typeof(OtlpTarget).Assembly.GetName().Version?.ToString(3),
        autoGenerateServiceInstanceId: false,
        serviceInstanceId: options.InstanceId ?? $"{Environment.MachineName}:{Environment.ProcessId}");
}
