namespace Eudiplo.Silo.Telemetry;

/// <summary>Where metrics, traces and logs are sent. Bound from <c>Eudiplo:Telemetry</c>.</summary>
/// <remarks>
/// Nothing is exported unless <see cref="OtlpEndpoint"/> is set, or one of OpenTelemetry's own variables for endpoints
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> …) is: then these variables say where, how, and with which headers.
/// </remarks>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Eudiplo:Telemetry";

    /// <summary>The collector's base URL, such as <c>http://collector:4318</c>; null for none.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>How it is spoken with. Default: HTTP with Protobuf.</summary>
    public OtlpTransport Protocol { get; set; }

    /// <summary>Headers for the collector, <c>name=value,name=value</c>; may hold a secret, and is never logged.</summary>
    public string? OtlpHeaders { get; set; }

    /// <summary>How long one export may take. 1 s to 1 min. Default: 10 s.</summary>
    public TimeSpan ExportTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The time between two exports of metrics, unless <c>OTEL_METRIC_EXPORT_INTERVAL</c> says it. 1 s to 10 min. Default: 30 s.</summary>
    public TimeSpan MetricInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The most series of one metric: combinations of tags, of which the tenant is one. What comes beyond is counted together. 100 to
    /// 1,000,000. Default: 5,000.
    /// </summary>
    public int MaxSeriesPerMetric { get; set; } = 5_000;

    /// <summary>The share of requests that are traced, unless <c>OTEL_TRACES_SAMPLER</c> says it. 0 to 1. Default: 0.1.</summary>
    public double TraceRatio { get; set; } = 0.1;

    /// <summary>
    /// Whether a <c>traceparent</c> that comes with a request is gone on with. Only for gateways behind a proxy that sets or strips it:
    /// else anybody decides what is traced here, and how it is called. Default: false.
    /// </summary>
    public bool AcceptTraceParent { get; set; }

    /// <summary>Whether metrics are exported. Default: true.</summary>
    public bool Metrics { get; set; } = true;

    /// <summary>Whether traces are exported. Default: true.</summary>
    public bool Traces { get; set; } = true;

    /// <summary>Whether log lines are exported. Default: true.</summary>
    public bool Logs { get; set; } = true;

    /// <summary>The name of the service, unless <c>OTEL_SERVICE_NAME</c> says it. Default: <c>eudiplo</c>.</summary>
    public string ServiceName { get; set; } = "eudiplo";

    /// <summary>The name of this process among those of the service. Default: the machine's name and the process id.</summary>
    public string? InstanceId { get; set; }
}
