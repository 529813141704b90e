namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>A span as it arrived.</summary>
internal sealed record ExportedSpan(string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>Reads <c>opentelemetry.proto.trace.v1.Span</c>.</summary>
    public static ExportedSpan Read(ProtobufReader span) => new(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Attributes(9));
}
