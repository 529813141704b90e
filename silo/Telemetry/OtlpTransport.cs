namespace Eudiplo.Silo.Telemetry;

/// <summary>How OTLP is spoken with the collector.</summary>
public enum OtlpTransport
{
    /// <summary>HTTP with Protobuf bodies, usually port 4318.</summary>
    HttpProtobuf,

    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,
}
