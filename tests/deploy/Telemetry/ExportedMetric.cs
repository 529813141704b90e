namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>A metric as it arrived.</summary>
/// <param name="Meter">The meter's name.</param>
/// <param name="Name">The instrument's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Points">The tags of its series.</param>
internal sealed record ExportedMetric(string Meter, string Name, string Unit, IReadOnlyList<IReadOnlyDictionary<string, string>> Points)
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    /// <summary>Reads <c>opentelemetry.proto.metrics.v1.Metric</c>.</summary>
    public static ExportedMetric Read(string meter, ProtobufReader metric) => new(
        meter,
        metric.Text(1),
        metric.Text(3),
        [
            .. metric.Messages(Gauge, 1).Select(p => p.Attributes(7)),
            .. metric.Messages(Sum, 1).Select(p => p.Attributes(7)),
            .. metric.Messages(Histogram, 1).Select(p => p.Attributes(9)),
        ]);
}
