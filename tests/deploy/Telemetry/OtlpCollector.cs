using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eudiplo.Deploy.Tests.Telemetry;

/// <summary>A collector of OTLP over HTTP on a free port of the loopback. It keeps what it is sent.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body, string? Authorization)> _received = [];

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((context.Request.Path, body.ToArray(), context.Request.Headers.Authorization));

            // An empty message says that everything was taken.
            context.Response.ContentType = "application/x-protobuf";
        });
    }

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>Everything that was sent, as it was sent.</summary>
    public IReadOnlyList<(string Path, byte[] Body, string? Authorization)> Received => [.. _received];

    /// <summary>The metrics, those that came more than once too.</summary>
    public IReadOnlyList<ExportedMetric> Metrics =>
    [
        .. from request in Messages("/v1/metrics")
           from scope in request.Messages(1, 2)
           let meter = scope.Messages(1).First().Text(1)
           from metric in scope.Messages(2)
           select ExportedMetric.Read(meter, metric),
    ];

    /// <summary>The spans.</summary>
    public IReadOnlyList<ExportedSpan> Spans => [.. Messages("/v1/traces").SelectMany(r => r.Messages(1, 2, 2)).Select(ExportedSpan.Read)];

    /// <summary>The log lines.</summary>
    public IReadOnlyList<string> Logs => [.. Messages("/v1/logs").SelectMany(r => r.Messages(1, 2, 2)).Select(l => l.Messages(5).First().Text(1))];

    /// <summary>The attributes of the resources that sent something, by path.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Resources(string path) =>
        [.. Messages(path).SelectMany(r => r.Messages(1, 1)).Select(r => r.Attributes(1))];

    /// <summary>Starts one.</summary>
    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<ProtobufReader> Messages(string path) => _received.Where(r => r.Path == path).Select(r => new ProtobufReader(r.Body));
}
