using System.Diagnostics;
using Eudiplo.Load.Http;
using Eudiplo.Load.Measurements;
using Eudiplo.Load.Runs;

namespace Eudiplo.Load.Limits;

/// <summary>The bare server under the load of this tool's own HTTP client, at the concurrency of the flows.</summary>
internal static class BareHttp
{
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(3);

    public static async Task<IReadOnlyList<LimitRow>> MeasureAsync(LimitsOptions options, CancellationToken cancellation)
    {
        using var server = Start();
        try
        {
            var line = await server.StandardOutput.ReadLineAsync(cancellation);
            if (!Uri.TryCreate(line, UriKind.Absolute, out var url))
            {
                throw new LoadSetupException("The bare server did not start.");
            }

            var requests = new LatencyHistogram();
            await LoadAsync(url, options.Concurrency, options.Duration < LongestWarmUp ? options.Duration : LongestWarmUp, requests);
            requests.Reset();
            var started = Stopwatch.GetTimestamp();
            await LoadAsync(url, options.Concurrency, options.Duration, requests);
            var (elapsed, latencies) = (Stopwatch.GetElapsedTime(started), requests.Snapshot());
            return
            [
                new LimitRow(
                    "kestrel",
                    $"bare endpoint, JSON of {BareServer.Request.Length} bytes in and {BareServer.Answer.Length} out",
                    latencies.Count / elapsed.TotalSeconds,
                    "requests",
                    latencies.Mean.TotalMilliseconds,
                    latencies.Percentile(50).TotalMilliseconds,
                    latencies.Percentile(99).TotalMilliseconds),
            ];
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(BareServer).Assembly.Location, BareServer.CommandName])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        // That is for this tool's sockets, not for a server's.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        return Process.Start(start)!;
    }

    private static Task LoadAsync(Uri url, int connections, TimeSpan duration, LatencyHistogram requests)
    {
        var head = new RequestHead("/", url.Authority, "application/json");
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = new HttpConnection(ServerAddress.Of(url));
            await connection.OpenAsync(CancellationToken.None);
            var buffer = new RequestBuffer();
            while (Stopwatch.GetTimestamp() is var started && started < until)
            {
                buffer.Append(BareServer.Request);
                await connection.ExchangeAsync(buffer.Finish(head));
                buffer.Clear();
                if (connection.Status != 200 || connection.Body.Length != BareServer.Answer.Length)
                {
                    throw new LoadSetupException($"The bare server answered {connection.Status}.");
                }

                requests.Record(Stopwatch.GetElapsedTime(started));
            }
        })));
    }
}
