using System.Diagnostics;
using StackExchange.Redis;

namespace Eudiplo.Cluster.Tests.Orleans.Hosting;

/// <summary>A private Redis, started from this machine's binary on a port of the loopback. Its directory keeps what it knows while it is away.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;

    private RedisServer(Process process, int port)
    {
        _process = process;
        ConnectionString = $"127.0.0.1:{port},abortConnect=false";
    }

    /// <summary>Whether the tests of whole clusters run here, and if not, why.</summary>
    public static string? Missing { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "redis-server")))
        ? null
        : "A cluster of processes was not tested: there is no redis-server in PATH.";

    public string ConnectionString { get; }

    /// <summary>Starts one, as the manifests do.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="directory">What one before it knew, if it was there.</param>
    public static async Task<RedisServer> StartAsync(int port, string directory)
    {
        // The shell ends the server when its own input ends, which it does when this process dies, however it dies.
        var script = $"redis-server --port {port} --bind 127.0.0.1 --dir '{directory}' --save '' --appendonly yes > /dev/null & "
            + "server=$!; cat > /dev/null; kill $server; wait $server";
        var server = new RedisServer(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true })!, port);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},connectTimeout=500");
                return server;
            }
            catch (RedisConnectionException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
